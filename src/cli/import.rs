//! `goodturn import`: an old blog moves in. Reads the export twice: once to know what is in it, once to write.
//! Nothing is written before it was read to its end.

mod blogs;
mod disqus;
mod guarded;
pub(super) mod house;
mod keeper;
mod program;
mod source;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::tz::TimeZone;

use super::console::Console;
use super::{Exit, Format, Refusal, place};
use crate::check::Guard;
use crate::ground::Diagnostic;
use crate::ground::messages::{cli as said_of_files, import as say};
use crate::import::Found;
use crate::import::below::Below;
use crate::import::carry::{Arrival, Mover};
use crate::import::ledger::Ledger;
use crate::import::links::{Links, Lists, Uploads};
use crate::import::model::{Item, Sort};
use crate::import::place::{Taken, places};
use crate::import::receipt::{Left, Receipt};
use crate::import::survey::{Survey, title};
use crate::import::tally::Tally;
use crate::pipeline::parallel;
use crate::shell::progress::Bar;
use crate::shell::report::Volume;
use crate::shell::{clock, terminal};
use blogs::Blogs;
use guarded::Seen;
use house::House;
use keeper::{Keeper, Manner};
use program::Program;
use source::Part;

/// Move an old blog in, with its comments, addresses, dates and drafts
#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    from: From,
}

#[derive(Subcommand)]
enum From {
    /// From Blogger: its backup, or what Takeout gives
    Blogger(Blog),
    /// From WordPress: what Tools, Export gives
    #[command(name = "wordpress")]
    WordPress(Blog),
    /// Comments from Disqus, for stories that are here already
    Disqus(disqus::Arguments),
    /// Texts that were copied from the pages of a blog; they become drafts
    Text(text::Arguments),
}

/// What all imports can be asked.
#[derive(Args)]
struct Common {
    /// The site that it moves into [default: the site here]
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Take newer versions of texts that nobody has edited since
    #[arg(long)]
    update: bool,
    /// Say what would be done, and do nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// How to answer: in words, or as JSON on standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Common {
    fn manner(&self) -> Manner {
        Manner { dry_run: self.dry_run, update: self.update }
    }
}

#[derive(Args)]
struct Blog {
    /// The export: a file, a folder, or a zip file
    #[arg(value_name = "PATH")]
    path: PathBuf,
    #[command(flatten)]
    common: Common,
    /// Where the old blog stood, if the export does not say it
    #[arg(long, value_name = "URL")]
    old_url: Option<String>,
    /// The time zone of dates that do not say theirs [default: the old blog's, else the site's]
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// A folder with the old blog's pictures; those that texts show are copied
    #[arg(long, value_name = "DIR")]
    uploads: Option<PathBuf>,
}

/// From this size on, a dry run counts only, and does not read the texts.
const LARGE: u64 = 64 << 20;
/// Texts that are converted at once.
const BATCH: usize = 64;
/// The receipt's names in the site's folder.
const RECEIPTS: [&str; 2] = ["import-report.md", "import-report.json"];

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Refusal> {
    let common = match &arguments.from {
        From::Blogger(blog) | From::WordPress(blog) => &blog.common,
        From::Disqus(arguments) => arguments.common(),
        From::Text(arguments) => arguments.common(),
    };
    let is_loud = console.volume > Volume::Quiet && common.format == Format::Text;
    let manner = terminal::Manner { live: console.err.live && is_loud, ..console.err };
    let receipt = {
        let bar = Bar::new(manner);
        match &arguments.from {
            From::Blogger(blog) => Import { program: Program::Blogger, blog, bar: &bar }.run()?,
            From::WordPress(blog) => Import { program: Program::WordPress, blog, bar: &bar }.run()?,
            From::Disqus(arguments) => disqus::run(arguments, &bar)?,
            From::Text(arguments) => text::run(arguments)?,
        }
    };
    match common.format {
        Format::Json => terminal::out(&receipt.json()),
        Format::Text => {
            console.answer(&receipt.summary());
            if receipt.is_kept {
                console.answer(&next(common.into.as_deref(), receipt.files.written + receipt.files.updated > 0));
            }
        }
    }
    Ok(if receipt.unexplained() == 0 { Exit::Done } else { Exit::NotDone })
}

/// One import.
struct Import<'a> {
    program: Program,
    blog: &'a Blog,
    bar: &'a Bar,
}

impl Import<'_> {
    fn run(&self) -> Result<Receipt, Refusal> {
        let asked_zone = self.blog.timezone.as_deref().map(zone).transpose()?;
        if let Some(url) = self.blog.old_url.as_deref().filter(|url| !url.contains("://") || !url.contains('.')) {
            return Err(Refusal::wrong_usage(say::bad_old_url(url)));
        }
        let mut notes = Vec::new();
        let parts = source::parts(&self.blog.path, self.program, &mut notes)?;
        let survey = self.survey(&parts, &mut notes)?;
        let mut house = House::find(self.blog.common.into.as_deref())?;
        let mut keeper = Keeper::open(&house.root, self.blog.common.manner())?;
        house.look(&keeper)?;
        let zone_name = self.zone_name(&survey, &house);
        let mover = self.mover(survey, &house, &keeper, asked_zone.or_else(|| TimeZone::get(&zone_name).ok()))?;
        let is_read = !(self.blog.common.dry_run && parts.iter().map(|part| part.size).sum::<u64>() > LARGE);
        let guard = Guard::new(&mover.settings, None);
        let mut books = Books { seen: Seen::of_blog(&mover.survey.blog, &guard), ledger: Ledger::default(), guard };
        if is_read {
            // Named before they are written: whatever happens now, the next import knows them again.
            keeper.announce(mover.places.iter().map(|place| (place.path.as_str(), place.key.as_str())))?;
            self.carry(&parts, &mover, &mut keeper, &mut books)?;
        }
        let Books { ledger, seen, .. } = books;
        let copies = self.copy(&ledger, &mut keeper)?;
        let hosts = ledger.picture_hosts();
        if !self.blog.common.dry_run {
            house.found(&mover.survey, &zone_name, &hosts, &ledger.old_paths, &seen)?;
        }
        let mut receipt = ledger.close(&mover, is_read);
        receipt.program = self.program.name();
        receipt.source = name(&self.blog.path);
        receipt.is_dry_run = self.blog.common.dry_run;
        receipt.notes = notes;
        receipt.notes.extend(Self::notes(&mover, &house, &hosts, copies, is_read));
        receipt.notes.extend(seen.told(house.is_new));
        finish(keeper, receipt)
    }

    /// The first reading.
    fn survey(&self, parts: &[Part], notes: &mut Vec<String>) -> Result<Survey, Refusal> {
        let today = clock::today("UTC").map_err(|text| Refusal::wrong_usage(said_of_files::bad_epoch(&text)))?;
        let mut survey = Survey { today: Some(today), ..Survey::default() };
        let (tally, mut blogs) = (Tally::default(), Blogs::default());
        source::read(self.program, ("read", self.bar), parts, (notes, &tally), &mut |found| {
            blogs.see(&found);
            survey.take(found);
            Ok(())
        })?;
        blogs.are_one(&place::name_of(&self.blog.path), parts)?;
        survey.counts.tallied = Some((tally.entries(), tally.comments()));
        survey.finish("its post is not in the export");
        if survey.facts.is_empty() && survey.counts.attachments == 0 {
            return Err(say::nothing_to_import(&place::name_of(&self.blog.path)).into());
        }
        Ok(survey)
    }

    /// The name of the zone for dates that do not say theirs: as asked, else the old blog's, else the site's.
    fn zone_name(&self, survey: &Survey, house: &House) -> String {
        let known = |name: &&str| !name.is_empty() && TimeZone::get(name).is_ok();
        let asked = self.blog.timezone.as_deref().unwrap_or_default();
        // Greenwich is what a site has that says nothing; it is nobody's clock.
        let site =
            Some(house.settings.timezone.as_str()).filter(|zone| !house.is_new && *zone != "UTC").unwrap_or_default();
        [asked, &survey.blog.zone, site].into_iter().find(known).unwrap_or_default().to_owned()
    }

    fn mover(
        &self,
        survey: Survey,
        house: &House,
        keeper: &Keeper,
        zone: Option<TimeZone>,
    ) -> Result<Mover, Diagnostic> {
        let written = keeper.written();
        let file = |path: &str| house.root.join(path).symlink_metadata().is_ok();
        let ids: BTreeSet<&str> =
            survey.facts.iter().map(|fact| fact.feed_id.as_str()).filter(|id| !id.is_empty()).collect();
        let (known, foreign): (Vec<_>, Vec<_>) =
            house.pages.iter().partition(|page| ids.contains(page.feed_id.as_str()));
        let permalink = house.permalink(&survey);
        let taken = Taken {
            file: &file,
            urls: foreign.into_iter().map(|page| page.url.clone()).collect(),
            known: known.into_iter().map(|page| (page.feed_id.clone(), page.path.clone())).collect(),
            written: &written,
            folder: house.settings.base_url.path().trim_end_matches('/'),
            permalink: &permalink,
        };
        let places = places(&survey.facts, &taken);
        let uploads = self.blog.uploads.as_deref().map(uploads).transpose()?.unwrap_or_default();
        let lists = Lists::of_site(&house.settings, survey.labels.iter());
        let links = Links::new(&survey, &places, self.blog.old_url.as_deref(), uploads).with_lists(lists);
        let mut feed_ids = BTreeMap::new();
        for (at, fact) in survey.facts.iter().enumerate() {
            feed_ids.entry(fact.feed_id.clone()).or_insert(at);
        }
        let below = Below::new(&survey, &places);
        Ok(Mover { survey, places, links, zone, settings: house.settings.clone(), feed_ids, below })
    }

    /// The second reading: each text is converted and written.
    fn carry(&self, parts: &[Part], mover: &Mover, keeper: &mut Keeper, books: &mut Books) -> Result<(), Diagnostic> {
        let mut waiting: Vec<(usize, Box<Item>)> = Vec::new();
        let mut count = 0;
        source::read(self.program, ("write", self.bar), parts, (&mut Vec::new(), &Tally::default()), &mut |found| {
            if let Found::Item(item) = found {
                waiting.push((count, item));
                count += 1;
                if waiting.len() == BATCH {
                    write(&std::mem::take(&mut waiting), mover, keeper, books)?;
                }
            }
            Ok(())
        })?;
        write(&waiting, mover, keeper, books)
    }

    /// Copies the pictures that texts show.
    fn copy(&self, ledger: &Ledger, keeper: &mut Keeper) -> Result<usize, Diagnostic> {
        let Some(folder) = &self.blog.uploads else { return Ok(0) };
        for copy in &ledger.copies {
            let file = folder.join(&copy.from);
            let bytes = std::fs::read(&file).map_err(|why| said_of_files::cannot_read(&place::name_of(&file), &why))?;
            keeper.keep(&format!("static{}", copy.to), "", &bytes)?;
        }
        Ok(ledger.copies.len())
    }

    /// What the person should know.
    fn notes(mover: &Mover, house: &House, hosts: &BTreeSet<String>, copies: usize, is_read: bool) -> Vec<String> {
        let mut notes = Vec::new();
        if !is_read {
            notes.push(
                "the export is large, so its texts were only counted; pictures, links and tags are on the receipt of an import \
                 into a folder to try"
                    .to_owned(),
            );
        }
        if copies > 0 {
            notes.push(format!("{copies} pictures and files were copied from the uploads"));
        }
        if !hosts.is_empty() {
            let is_allowed = |host: &String| house.settings.allow_hosts.contains(host);
            let allowed = if house.is_new || hosts.iter().all(is_allowed) {
                "; site.toml allows them (`allow_hosts`)"
            } else {
                "; allow them in site.toml (`allow_hosts`), or they will not show"
            };
            let hosts = hosts.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            notes.push(format!("pictures are still loaded from {hosts}{allowed}. --uploads takes them from a folder"));
        }
        let counts = &mover.survey.counts;
        if counts.without_title > 0 {
            let whose = if counts.without_title == 1 { "its" } else { "their" };
            notes.push(format!("{} had no title; {whose} first words stand for it", counts.without_title));
        }
        if counts.without_date > 0 {
            notes.push(format!("without a date: {}", counts.without_date));
        }
        notes
    }
}

/// What is noted while texts are carried over.
struct Books {
    ledger: Ledger,
    seen: Seen,
    guard: Guard,
}

/// Closes the books: the record and, if anything was written or no receipt is there, the receipt.
fn finish(mut keeper: Keeper, mut receipt: Receipt) -> Result<Receipt, Refusal> {
    receipt.files = keeper.files;
    receipt.untouched.append(std::mem::take(&mut keeper.untouched));
    if !receipt.is_dry_run && (keeper.has_written() || !keeper.has(RECEIPTS[0])) {
        keeper.put(RECEIPTS[0], receipt.markdown().as_bytes())?;
        keeper.put(RECEIPTS[1], receipt.json().as_bytes())?;
        receipt.is_kept = true;
    }
    keeper.close()?;
    Ok(receipt)
}

/// Where the receipt is, and what comes next.
fn next(into: Option<&Path>, is_new: bool) -> String {
    let step = into.map(place::prefix).unwrap_or_default();
    let go = if step.is_empty() { String::new() } else { format!("cd {} && ", step.trim_end_matches('/')) };
    let next = if is_new { format!("\nnext: {go}goodturn build") } else { String::new() };
    format!("the receipt is {step}{}{next}", RECEIPTS[0])
}

/// Converts a batch with all hands, and writes it in order.
fn write(
    batch: &[(usize, Box<Item>)],
    mover: &Mover,
    keeper: &mut Keeper,
    books: &mut Books,
) -> Result<(), Diagnostic> {
    if let Some((at, _)) = batch.iter().find(|(at, _)| *at >= mover.places.len()) {
        return Err(say::changed_meanwhile(*at));
    }
    let mourn = |(_, item): &(usize, Box<Item>), why: &str| {
        let what = if item.sort == Sort::Post { "posts" } else { "pages" };
        let left = Left::new(
            what,
            &item.title,
            &format!("goodturn stumbled over its text, and that is a fault of ours: {why}"),
        );
        (Arrival { failed: Some(left), ..Arrival::default() }, item.sort, Vec::new())
    };
    let guard = &books.guard;
    let work = |(): &mut (), (at, item): &(usize, Box<Item>)| {
        let arrival = mover.carry(*at, item);
        let found = guarded::look(&arrival, &mover.places[*at].url, guard, &mover.settings);
        (arrival, item.sort, found)
    };
    let arrivals = parallel::each(parallel::threads(0), batch, || (), work, mourn);
    for ((at, item), (mut arrival, sort, found)) in batch.iter().zip(arrivals) {
        books.seen.note(&title(item), found);
        let key = &mover.places[*at].key;
        if arrival.failed.is_none() {
            keeper.keep(&arrival.story.0, key, arrival.story.1.as_bytes())?;
        }
        if let Some((path, text)) = &arrival.comments {
            keeper.keep(path, key, text.as_bytes())?;
        }
        books.ledger.enter(sort, &mut arrival);
    }
    Ok(())
}

/// The last part of a path: where it was on this machine is nobody's business.
fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| place::name_of(path), |name| name.to_string_lossy().into_owned())
}

fn zone(name: &str) -> Result<TimeZone, Refusal> {
    TimeZone::get(name).map_err(|_| Refusal::wrong_usage(say::no_such_zone(name)))
}

/// All files of a folder, by their paths in it.
fn uploads(folder: &Path) -> Result<Uploads, Diagnostic> {
    let cannot = |why| said_of_files::cannot_read(&place::name_of(folder), &why);
    if !std::fs::metadata(folder).map_err(cannot)?.is_dir() {
        return Err(cannot(std::io::Error::new(std::io::ErrorKind::NotADirectory, "it is not a folder")));
    }
    let files = source::files(folder, usize::MAX)?;
    let paths = files.iter().filter_map(|path| Some(path.strip_prefix(folder).ok()?.to_str()?.replace('\\', "/")));
    Ok(Uploads::new(paths))
}
