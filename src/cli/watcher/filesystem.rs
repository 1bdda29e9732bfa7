//! Whether the disk that a ledger lies on announces changes at all: network folders and shares of a host don't.

use crate::load::{Mount, mounts};
use std::path::Path;

/// The kind of file system, if it is one that announces nothing. Only Linux tells; elsewhere there is `--poll`.
pub(super) fn without_events(root: &Path) -> Option<String> {
    kind(&mounts(), root).filter(|kind| is_silent(kind))
}

/// The kind of the file system that holds `root`, a path without links: of the mounts above it the deepest, of those
/// at one place the last.
fn kind(mounts: &[Mount], root: &Path) -> Option<String> {
    let above = mounts.iter().filter(|mount| root.starts_with(&mount.place));
    above
        .max_by_key(|mount| mount.place.components().count())
        .map(|mount| mount.kind.clone())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_and_latest_mount_counts() {
        let mounts = [
            ("/", "ext4"),
            ("/home/ana/shared folder", "vboxsf"),
            ("/mnt/c", "9p"),
            ("/srv", "ext4"),
            ("/srv", "nfs4"),
            ("/srv/local", "xfs"),
            ("/home/ana/cloud", "fuse.rclone"),
        ];
        let mounts = mounts.map(|(place, kind)| Mount {
            place: place.into(),
            kind: kind.to_owned(),
        });
        for (root, expected, silent) in [
            ("/home/ana/ledger", "ext4", false),
            ("/home/ana/shared folder/ledger", "vboxsf", true),
            ("/mnt/c/ledger", "9p", true),
            ("/mnt/cellar", "ext4", false),
            ("/srv/ledger", "nfs4", true),
            ("/srv/local/ledger", "xfs", false),
            ("/home/ana/cloud", "fuse.rclone", true),
        ] {
            assert_eq!(
                kind(&mounts, Path::new(root)).as_deref(),
                Some(expected),
                "{root}"
            );
            assert_eq!(is_silent(expected), silent, "{expected}");
        }
        assert_eq!(kind(&[], Path::new("/x")), None);
    }
}
