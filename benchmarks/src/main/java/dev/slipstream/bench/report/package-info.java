/**
 * Statistics, verdicts, the table, the JSON file and the plots.
 *
 * <p>Begin with {@link dev.slipstream.bench.report.Report}.
 */
@NullMarked
package dev.slipstream.bench.report;

import org.jspecify.annotations.NullMarked;
