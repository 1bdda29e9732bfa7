//! Whether the disk that a ledger lies on announces changes at all: network folders and shares of a host don't.

use std::path::{Path, PathBuf};

/// The kind of file system, if it is one that announces nothing. Only Linux tells; elsewhere there is `--poll`.
pub(super) fn without_events(root: &Path) -> Option<String> {
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    kind(&mounts, root).filter(|kind| is_silent(kind))
}

/// The kind of the file system that holds `root`, a path without links: of the mounts above it the deepest, of those
/// at one place the last.
fn kind(mounts: &str, root: &Path) -> Option<String> {
    let mounts = mounts.lines().filter_map(|line| {
        let (before, after) = line.split_once(" - ")?;
        let place = unescaped(before.split(' ').nth(4)?);
        let kind = after.split(' ').next()?;
        root.starts_with(&place)
            .then_some((place.components().count(), kind))
    });
    mounts
        .max_by_key(|(depth, _)| *depth)
        .map(|(_, kind)| kind.to_owned())
}

/// Where others change files behind this system's back.
fn is_silent(kind: &str) -> bool {
    const SILENT: [&str; 20] = [
        "9p",
        "acfs",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "drvfs",
        "fakeowner",
        "fuse",
        "gfs2",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "prl_fs",
        "smb3",
        "smbfs",
        "vboxsf",
        "virtiofs",
    ];
    SILENT.contains(&kind) || kind.starts_with("fuse.") || kind == "vmhgfs"
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
    fn the_deepest_and_latest_mount_counts() {
        for (root, expected, silent) in [
            ("/home/ana/ledger", "ext4", false),
            ("/home/ana/shared folder/ledger", "vboxsf", true),
            ("/mnt/c/ledger", "9p", true),
            ("/mnt/cellar", "ext4", false),
            ("/srv/ledger", "nfs4", true),
            ("/srv/local/ledger", "xfs", false),
            ("/home/ana/cloud", "fuse.rclone", true),
        ] {
            assert_eq!(kind(MOUNTS, Path::new(root)).as_deref(), Some(expected), "{root}");
            assert_eq!(is_silent(expected), silent, "{expected}");
        }
        assert_eq!(kind("nonsense\n", Path::new("/x")), None);
    }
}
