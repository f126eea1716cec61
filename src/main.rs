//! The thin binary: passes the arguments on and exits with the answer's code.

use std::process::ExitCode;

/// A quarter of what a build after one edit does is to take and give back small pieces of memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(goodturn::cli::run(std::env::args_os()).code())
}
