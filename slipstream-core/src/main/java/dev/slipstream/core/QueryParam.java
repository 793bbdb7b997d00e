package dev.slipstream.core;

import java.util.Objects;

/**
 * One parameter of the query of the upgrade request.
 *
 * <p>The constructor throws {@code IllegalArgumentException} if the name or the value has a lone surrogate, which UTF-8
 * cannot represent.
 *
 * @param name sent percent-encoded. If the name ends in {@code []}, such as {@code rooms[]}, Phoenix collects all
 *     values of the name in a list
 * @param value sent percent-encoded; {@code toString} prints neither name nor value
 */
public record QueryParam(String name, String value) {

    public QueryParam {
        ConfigurationChecks.wholeCharacters("param name", Objects.requireNonNull(name, "param name"));
        ConfigurationChecks.wholeCharacters("param value", Objects.requireNonNull(value, "param value"));
    }

    @Override
    public String toString() {
        return "QueryParam[...]";
    }
}
