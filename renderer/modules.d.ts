/** What the bundler defines: the paint harness is compiled in only in the `perf` build. */
declare const __PERF__: boolean;
