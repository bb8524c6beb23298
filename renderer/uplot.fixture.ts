/** For tests: stands where uPlot stands. There is no canvas here; that the figures are also a table is what matters to these tests. */
class Plot {
  static paths = {};
  setData() {}
  redraw() {}
  setSize() {}
  destroy() {}
}

/** The package, as it exports. */
export const uplot = { default: Plot };
