package dev.slipstream.bench.report;

import java.util.List;

/**
 * A line of a plot: costs at several sizes.
 *
 * @param plot title of the plot
 * @param unit the unit of the costs
 */
public record Series(String plot, String name, String unit, List<Double> sizes, List<Double> costs) {}
