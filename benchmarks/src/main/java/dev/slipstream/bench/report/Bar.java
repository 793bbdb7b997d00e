package dev.slipstream.bench.report;

/**
 * A bar of a plot: one figure of one client.
 *
 * @param plot title of the plot
 */
public record Bar(String plot, String name, double value, String unit) {}
