package dev.slipstream.system.fuzz;

import java.util.List;

/** A JSON value, completely in memory. */
sealed interface Json {

    /** The members in the order of the text, duplicates included. */
    record Members(List<Member> all) implements Json {}

    record Member(String name, Json value) {}

    record Elements(List<Json> all) implements Json {}

    record Text(String value) implements Json {}

    /** A number in its original spelling. */
    record Number(String spelling) implements Json {

        boolean isInteger() {
            return spelling.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        }

        /** Phoenix reads a number with a fraction or an exponent as a double. */
        boolean isBeyondDouble() {
            return !isInteger() && Double.isInfinite(Double.parseDouble(spelling));
        }
    }

    record Truth(boolean value) implements Json {}

    record Null() implements Json {}

    /** Whether Phoenix cannot read a number in this value. */
    default boolean hasNumberBeyondDouble() {
        return switch (this) {
            case Members members ->
                members.all().stream().anyMatch(member -> member.value().hasNumberBeyondDouble());
            case Elements elements -> elements.all().stream().anyMatch(Json::hasNumberBeyondDouble);
            case Number number -> number.isBeyondDouble();
            case Text text -> false;
            case Truth truth -> false;
            case Null nothing -> false;
        };
    }

    /** How deeply arrays and objects are nested. */
    default int depth() {
        return switch (this) {
            case Members members ->
                1
                        + members.all().stream()
                                .mapToInt(member -> member.value().depth())
                                .max()
                                .orElse(0);
            case Elements elements ->
                1 + elements.all().stream().mapToInt(Json::depth).max().orElse(0);
            case Text text -> 0;
            case Number number -> 0;
            case Truth truth -> 0;
            case Null nothing -> 0;
        };
    }
}
