//! What this system has mounted where, as far as it tells: what lies below such a place is no part of the ledger's folder.

use std::path::PathBuf;

/// A place at which something else shows than the folder's own files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    pub place: PathBuf,
    /// The kind of file system: `ext4`, `nfs4`.
    pub kind: String,
}

/// In the order in which they were mounted. Only Linux tells; elsewhere there are none.
pub fn mounts() -> Vec<Mount> {
    std::fs::read_to_string("/proc/self/mountinfo").map_or_else(|_| Vec::new(), |text| read(&text))
}

fn read(text: &str) -> Vec<Mount> {
    let mounts = text.lines().filter_map(|line| {
        let (before, after) = line.split_once(" - ")?;
        Some(Mount {
            place: unescaped(before.split(' ').nth(4)?),
            kind: after.split(' ').next()?.to_owned(),
        })
    });
    mounts.collect()
}

/// Blanks and the like in mount points are written as `\040`.
fn unescaped(text: &str) -> PathBuf {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.bytes());
        let code = after
            .get(..3)
            .and_then(|digits| u8::from_str_radix(digits, 8).ok());
        bytes.push(code.unwrap_or(b'\\'));
        rest = after
            .get(if code.is_some() { 3 } else { 0 }..)
            .unwrap_or_default();
    }
    bytes.extend(rest.bytes());
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /home/ana/shared\\040folder rw - vboxsf shared rw
31 22 0:41 / /mnt/c rw,noatime - 9p C:\\134 rw
32 22 0:42 / /srv rw - ext4 /dev/sdb1 rw
33 22 0:43 / /srv rw - nfs4 nas:/srv rw
34 33 0:44 / /srv/local rw - xfs /dev/sdc1 rw
35 22 0:45 / /home/ana/cloud rw - fuse.rclone cloud: rw
";

    #[test]
    fn places_and_kinds_are_read() {
        let found = read(MOUNTS);
        let found: Vec<_> = found
            .iter()
            .map(|mount| (mount.place.to_str().unwrap(), mount.kind.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("/", "ext4"),
                ("/home/ana/shared folder", "vboxsf"),
                ("/mnt/c", "9p"),
                ("/srv", "ext4"),
                ("/srv", "nfs4"),
                ("/srv/local", "xfs"),
                ("/home/ana/cloud", "fuse.rclone"),
            ]
        );
        assert_eq!(read("nonsense\n"), []);
    }
}
