//! The shortest way through a build: nothing changed, so that one look at each file is all. Believes what was remembered
//! of looks and writes nothing.

use std::path::PathBuf;

use super::Publisher;
use super::disk::stamp_of;
use super::standing::Standing;
use crate::memo::{Glance, Sight};

impl Publisher {
    /// The output folder, if exactly these files stand in it, in order of their paths, and each looks as it did. None also
    /// where only reading could tell.
    pub fn unchanged(&self, files: &[Glance<'_>]) -> Option<PathBuf> {
        let (standing, sight) = (self.standing.as_ref()?, self.remembered.as_ref()?);
        let is_ours = self.said.is_empty() && standing.intact;
        let listed = files.iter().map(|file| (file.path, file.entry));
        let same = is_ours
            && files.len() == standing.list.len()
            && listed.eq(standing.list.iter())
            && self.each_looks_the_same(standing, files, sight)
            && self.work.still(standing).is_ok_and(|still| still);
        same.then(|| self.output())
    }

    fn each_looks_the_same(&self, standing: &Standing, files: &[Glance<'_>], sight: &Sight) -> bool {
        let share = files.len().div_ceil(self.threads()).max(256);
        let same = |files: &[Glance<'_>]| look_the_same(standing, files, sight);
        std::thread::scope(|scope| {
            let workers: Vec<_> = files.chunks(share).map(|files| scope.spawn(move || same(files))).collect();
            workers.into_iter().all(|worker| worker.join().unwrap_or(false))
        })
    }
}

fn look_the_same(standing: &Standing, files: &[Glance<'_>], sight: &Sight) -> bool {
    // Files of one folder mostly stand together.
    let mut known = "";
    files.iter().all(|file| {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_real = folder == known || standing.is_real(folder, Some(sight));
        known = folder;
        is_real && standing.folder.stat(file.path).is_ok_and(|stat| stamp_of(&stat).look() == file.look)
    })
}
