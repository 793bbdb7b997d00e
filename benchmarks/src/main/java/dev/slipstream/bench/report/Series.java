package dev.slipstream.bench.report;

import java.util.List;

/**
 * A line of a plot: what something costs at several sizes.
 *
 * @param plot the plot it belongs to
 * @param unit of the costs
 */
public record Series(String plot, String name, String unit, List<Double> sizes, List<Double> costs) {}
