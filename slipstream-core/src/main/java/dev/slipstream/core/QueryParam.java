package dev.slipstream.core;

import java.util.Objects;

/**
 * One parameter of the query of the upgrade request.
 *
 * @param name sent percent-encoded. If the name ends in {@code []}, such as {@code rooms[]}, Phoenix collects all
 *     values of the name in a list
 * @param value sent percent-encoded; {@code toString} prints neither name nor value
 */
public record QueryParam(String name, String value) {

    public QueryParam {
        Objects.requireNonNull(name, "param name");
        Objects.requireNonNull(value, "param value");
    }

    @Override
    public String toString() {
        return "QueryParam[...]";
    }
}
