//! Where `serve` listens: on this machine alone unless told otherwise, and at the next port where one is in use.

use super::Failure;
use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener},
};

/// How many ports after the one asked for are tried.
const NEXT: u16 = 10;

/// Listening, though nobody is answered yet.
#[derive(Debug)]
pub struct Bound {
    pub listeners: Vec<TcpListener>,
    pub address: IpAddr,
    pub port: u16,
}

impl Bound {
    pub fn url(&self) -> String {
        let address = match self.address {
            IpAddr::V4(Ipv4Addr::UNSPECIFIED) => IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(Ipv6Addr::UNSPECIFIED) => IpAddr::V6(Ipv6Addr::LOCALHOST),
            other => other,
        };
        format!("http://{}/", SocketAddr::new(address, self.port))
    }
}

/// At `host`, else at both loopback addresses; port 0 is any.
pub fn bind(host: Option<IpAddr>, port: u16) -> Result<Bound, Failure> {
    let address = host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let last = port.saturating_add(NEXT);
    for port in port..=last {
        match listen(address, port, host.is_none()) {
            Ok(bound) => return Ok(bound),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => {
                let place = SocketAddr::new(address, port);
                return Err(Failure(format!(
                    "can't listen on {place}: {error}; --port names another port"
                )));
            }
        }
    }
    Err(Failure(format!(
        "the ports {port} to {last} are all in use: --port names another"
    )))
}

fn listen(address: IpAddr, port: u16, also_ipv6: bool) -> io::Result<Bound> {
    let first = TcpListener::bind((address, port))?;
    let port = first.local_addr()?.port();
    let mut listeners = vec![first];
    if also_ipv6 {
        match TcpListener::bind((Ipv6Addr::LOCALHOST, port)) {
            Ok(second) => listeners.push(second),
            // Browsers try ::1 first for `localhost`: somebody else's page would be taken for ours.
            Err(error) if error.kind() == ErrorKind::AddrInUse => return Err(error),
            // No IPv6 here.
            Err(_) => {}
        }
    }
    Ok(Bound {
        listeners,
        address,
        port,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_left_to_its_owner() {
        let first = bind(None, 0).unwrap();
        let second = bind(None, first.port).unwrap();
        assert!(second.port > first.port && second.port <= first.port.saturating_add(NEXT));
        assert!(second.address.is_loopback());
    }

    #[test]
    fn the_address_to_open_is_one_that_can_be_opened() {
        let url = |address: &str| {
            let address = address.parse().unwrap();
            let listeners = Vec::new();
            Bound {
                listeners,
                address,
                port: 4747,
            }
            .url()
        };
        assert_eq!(url("127.0.0.1"), "http://127.0.0.1:4747/");
        assert_eq!(url("0.0.0.0"), "http://127.0.0.1:4747/");
        assert_eq!(url("::"), "http://[::1]:4747/");
        assert_eq!(url("192.168.1.5"), "http://192.168.1.5:4747/");
    }
}
