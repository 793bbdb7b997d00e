/**
 * What is made of figures: medians, judgements, a table, a file, plots.
 *
 * <p>Begin with {@link dev.slipstream.bench.report.Report}.
 */
@NullMarked
package dev.slipstream.bench.report;

import org.jspecify.annotations.NullMarked;
