//! An open folder and what can be done in it: the few system calls that publishing needs, none of which follows
//! a symlink at the end of a name. Knows nothing of sites, lists or staging.

use std::ffi::{CStr, CString, OsStr, OsString};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{self, AtFlags, FileType, Mode, OFlags, RenameFlags, Stat};
use rustix::io::{Errno, retry_on_intr};

use crate::ground::Diagnostic;
use crate::ground::messages::publish::{Doing, failed};
use crate::memo::Stamp;

/// The stamp of a file.
pub(in crate::shell) fn stamp_of(stat: &Stat) -> Stamp {
    let nanos = |seconds: i64, nanos: u64| {
        seconds.saturating_mul(1_000_000_000).saturating_add(i64::try_from(nanos).unwrap_or(0))
    };
    #[allow(clippy::unnecessary_cast, clippy::cast_sign_loss, clippy::unnecessary_fallible_conversions)]
    Stamp {
        size: stat.st_size as u64,
        ino: stat.st_ino as u64,
        mtime: nanos(stat.st_mtime as i64, stat.st_mtime_nsec as u64),
        ctime: nanos(stat.st_ctime as i64, stat.st_ctime_nsec as u64),
    }
}

/// A folder that is held open, so that everything in it is found from there, whatever happens to the path above it.
#[derive(Debug)]
pub(super) struct Folder {
    fd: OwnedFd,
    /// Only for messages.
    path: PathBuf,
}

/// How to open an existing thing for reading: never wait (a named pipe), never become the terminal, never follow.
const LOOK: OFlags =
    OFlags::RDONLY.union(OFlags::CLOEXEC).union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK).union(OFlags::NOCTTY);

impl Folder {
    /// Opens a folder by its whole path, following symlinks.
    pub fn open(path: &Path) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::DIRECTORY;
        let fd = retry_on_intr(|| fs::open(path, flags, Mode::empty()))?;
        Ok(Self { fd, path: path.to_path_buf() })
    }

    /// Opens a folder inside this one; a symlink is refused.
    pub fn folder(&self, name: impl AsRef<OsStr>) -> io::Result<Self> {
        let name = name.as_ref();
        let fd = retry_on_intr(|| fs::openat(&self.fd, name, LOOK | OFlags::DIRECTORY, Mode::empty()))?;
        Ok(Self { fd, path: self.path.join(name) })
    }

    /// The path of something in this folder, for messages.
    pub fn path(&self, name: impl AsRef<OsStr>) -> PathBuf {
        let name = name.as_ref();
        if name.is_empty() { self.path.clone() } else { self.path.join(name) }
    }

    /// Looks at the folder itself.
    pub fn stat_self(&self) -> io::Result<Stat> {
        Ok(fs::fstat(&self.fd)?)
    }

    /// Looks at something in the folder; a symlink is looked at, not through.
    pub fn stat(&self, name: impl AsRef<OsStr>) -> io::Result<Stat> {
        Ok(fs::statat(&self.fd, name.as_ref(), AtFlags::SYMLINK_NOFOLLOW)?)
    }

    /// Like `stat`; none if nothing is there.
    pub fn find(&self, name: impl AsRef<OsStr>) -> io::Result<Option<Stat>> {
        match self.stat(name) {
            Ok(stat) => Ok(Some(stat)),
            Err(error) if gone(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// When something was made, in nanoseconds since 1970, if this disk keeps that; itself and not what a symlink leads to.
    pub fn born(&self, name: impl AsRef<OsStr>) -> Option<i64> {
        #[cfg(target_os = "linux")]
        {
            let facts = fs::statx(&self.fd, name.as_ref(), AtFlags::SYMLINK_NOFOLLOW, fs::StatxFlags::BTIME).ok()?;
            let is_kept = facts.stx_mask & fs::StatxFlags::BTIME.bits() != 0;
            let moment = facts.stx_btime.tv_sec.saturating_mul(1_000_000_000);
            is_kept.then(|| moment.saturating_add(facts.stx_btime.tv_nsec.into()))
        }
        #[cfg(not(target_os = "linux"))]
        {
            let _ = name;
            None
        }
    }

    /// Makes a folder with the permissions that the person's umask leaves.
    pub fn make(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        Ok(fs::mkdirat(&self.fd, name.as_ref(), Mode::from_raw_mode(0o777))?)
    }

    /// Sets permissions of the folder itself.
    pub fn set_mode(&self, mode: u32) -> io::Result<()> {
        Ok(fs::fchmod(&self.fd, Mode::from_raw_mode(mode & 0o7777))?)
    }

    /// Sets permissions of something in the folder that is no symlink.
    pub fn set_mode_of(&self, name: impl AsRef<OsStr>, mode: u32) -> io::Result<()> {
        Ok(fs::chmodat(&self.fd, name.as_ref(), Mode::from_raw_mode(mode & 0o7777), AtFlags::empty())?)
    }

    /// Now, by the clock of this disk, in nanoseconds since 1970: what a file that is made now gets for its stamp.
    pub fn tick(&self, name: &str) -> io::Result<i64> {
        let file = match self.create_open(name) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.unlink(name)?;
                self.create_open(name)?
            }
            file => file?,
        };
        let tick = stamp_of(&fs::fstat(&file)?).ctime;
        self.unlink(name)?;
        Ok(tick)
    }

    /// Opens a new file for writing; nothing may stand there.
    pub fn create_open(&self, name: impl AsRef<OsStr>) -> io::Result<OwnedFd> {
        let name = name.as_ref();
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        Ok(retry_on_intr(|| fs::openat(&self.fd, name, flags, Mode::from_raw_mode(0o666)))?)
    }

    /// Opens a file for reading without ever waiting for it. No part of the name may be a symlink, where the
    /// kernel can promise that.
    pub fn read_open(&self, name: impl AsRef<OsStr>) -> io::Result<OwnedFd> {
        let name = name.as_ref();
        #[cfg(target_os = "linux")]
        {
            let resolve = fs::ResolveFlags::NO_SYMLINKS | fs::ResolveFlags::BENEATH;
            match retry_on_intr(|| fs::openat2(&self.fd, name, LOOK, Mode::empty(), resolve)) {
                // Old kernels have no openat2, and some sandboxes refuse what they do not know.
                Err(Errno::NOSYS | Errno::PERM | Errno::AGAIN) => {}
                other => return Ok(other?),
            }
        }
        Ok(retry_on_intr(|| fs::openat(&self.fd, name, LOOK, Mode::empty()))?)
    }

    /// Opens or makes the file that a lock is taken on.
    pub fn lock_open(&self, name: impl AsRef<OsStr>) -> io::Result<OwnedFd> {
        let name = name.as_ref();
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
        Ok(retry_on_intr(|| fs::openat(&self.fd, name, flags, Mode::from_raw_mode(0o666)))?)
    }

    /// Gives something in `from` a second name here; a symlink itself, not what it leads to.
    pub fn link(&self, name: impl AsRef<OsStr>, from: &Self, old: impl AsRef<OsStr>) -> io::Result<()> {
        Ok(fs::linkat(&from.fd, old.as_ref(), &self.fd, name.as_ref(), AtFlags::empty())?)
    }

    /// Makes a symlink.
    pub fn symlink(&self, name: impl AsRef<OsStr>, target: &CStr) -> io::Result<()> {
        Ok(fs::symlinkat(target, &self.fd, name.as_ref())?)
    }

    /// Where a symlink leads.
    pub fn read_link(&self, name: impl AsRef<OsStr>) -> io::Result<CString> {
        Ok(fs::readlinkat(&self.fd, name.as_ref(), Vec::new())?)
    }

    /// Removes a file; nothing there is fine.
    pub fn unlink(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        unless_gone(fs::unlinkat(&self.fd, name.as_ref(), AtFlags::empty()))
    }

    /// Removes an empty folder; nothing there is fine.
    pub fn rmdir(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        unless_gone(fs::unlinkat(&self.fd, name.as_ref(), AtFlags::REMOVEDIR))
    }

    /// Moves something here from `from`; what stands at `name` is replaced.
    pub fn take(&self, name: impl AsRef<OsStr>, from: &Self, old: impl AsRef<OsStr>) -> io::Result<()> {
        Ok(fs::renameat(&from.fd, old.as_ref(), &self.fd, name.as_ref())?)
    }

    /// Moves something here from `from`; refused if anything stands at `name`.
    pub fn take_new(&self, name: impl AsRef<OsStr>, from: &Self, old: impl AsRef<OsStr>) -> io::Result<()> {
        let (name, old) = (name.as_ref(), old.as_ref());
        match fs::renameat_with(&from.fd, old, &self.fd, name, RenameFlags::NOREPLACE) {
            Err(error) if unsupported(error) => {
                if self.find(name)?.is_some() {
                    return Err(Errno::EXIST.into());
                }
                self.take(name, from, old)
            }
            other => Ok(other?),
        }
    }

    /// Lets two names change places in one instant; `false` if this disk cannot do that.
    pub fn exchange(&self, name: &OsStr, other: &Self, with: &OsStr) -> io::Result<bool> {
        match fs::renameat_with(&other.fd, with, &self.fd, name, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(true),
            Err(error) if unsupported(error) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Everything that the folder holds, by name, with its kind where the disk tells it.
    #[cfg(target_os = "linux")]
    pub fn list(&self) -> io::Result<Vec<(OsString, Option<FileType>)>> {
        // Without `opendir`, which asks the kernel five more things for each folder; a site has one folder a page.
        fs::seek(&self.fd, fs::SeekFrom::Start(0))?;
        let mut room = [const { std::mem::MaybeUninit::uninit() }; 16 * 1024];
        let mut entries = fs::RawDir::new(&self.fd, &mut room);
        let mut found = Vec::new();
        while let Some(entry) = entries.next() {
            let entry = entry?;
            note(entry.file_name(), entry.file_type(), &mut found);
        }
        Ok(found)
    }

    /// Everything that the folder holds, by name, with its kind where the disk tells it.
    #[cfg(not(target_os = "linux"))]
    pub fn list(&self) -> io::Result<Vec<(OsString, Option<FileType>)>> {
        let mut found = Vec::new();
        let mut folder = fs::Dir::read_from(&self.fd)?;
        while let Some(entry) = folder.read() {
            let entry = entry?;
            note(entry.file_name(), entry.file_type(), &mut found);
        }
        Ok(found)
    }

    /// Waits until everything on this file system is safely on the disk.
    pub fn sync_all(&self) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        return Ok(fs::syncfs(&self.fd)?);
        #[cfg(not(target_os = "linux"))]
        return Ok(fs::fsync(&self.fd)?);
    }
}

impl AsFd for Folder {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

fn note(name: &CStr, kind: FileType, found: &mut Vec<(OsString, Option<FileType>)>) {
    if name != c"." && name != c".." {
        let kind = Some(kind).filter(|&kind| kind != FileType::Unknown);
        found.push((OsStr::from_bytes(name.to_bytes()).to_os_string(), kind));
    }
}

/// What the disk would not do, said to a person.
pub(super) trait Refusal<T> {
    /// Names what was being done, and with which file of a folder; the empty name means the folder itself.
    fn told(self, doing: Doing, folder: &Folder, name: impl AsRef<OsStr>) -> Result<T, Diagnostic>;
}

impl<T> Refusal<T> for io::Result<T> {
    fn told(self, doing: Doing, folder: &Folder, name: impl AsRef<OsStr>) -> Result<T, Diagnostic> {
        self.map_err(|error| failed(doing, &folder.path(name), &error))
    }
}

/// Closes a written file, since some disks only then say that they are full.
pub(super) fn finish(file: OwnedFd, stamp: bool) -> io::Result<Option<Stamp>> {
    let stamp = if stamp { Some(stamp_of(&fs::fstat(&file)?)) } else { None };
    match nix::unistd::close(file) {
        // The file is closed all the same, and on Linux nothing was lost.
        Ok(()) | Err(nix::errno::Errno::EINTR) => Ok(stamp),
        Err(error) => Err(io::Error::from_raw_os_error(error as i32)),
    }
}

/// Writes all bytes, however many calls that takes.
pub(super) fn write_all(file: impl AsFd, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match retry_on_intr(|| rustix::io::write(&file, bytes))? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            written => bytes = &bytes[written..],
        }
    }
    Ok(())
}

/// Fills the buffer as far as the file goes.
pub(super) fn read_full(file: impl AsFd, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match retry_on_intr(|| rustix::io::read(&file, &mut buffer[filled..]))? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// Whether the error only says that nothing is there.
pub(super) fn gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn unless_gone(result: Result<(), Errno>) -> io::Result<()> {
    match result {
        Ok(()) | Err(Errno::NOENT | Errno::NOTDIR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Whether the disk or the kernel does not know this kind of renaming.
fn unsupported(error: Errno) -> bool {
    error == Errno::INVAL || error == Errno::NOSYS || error == Errno::NOTSUP || error == Errno::OPNOTSUPP
}
