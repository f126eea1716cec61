//! Artifacts -> the output folder: compare with what stands, stage the difference, one atomic exchange.
