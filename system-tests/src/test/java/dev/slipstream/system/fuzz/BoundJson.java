package dev.slipstream.system.fuzz;

import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Compares two values of one payload: the value that Jackson binds, and the value of an independent reader. */
final class BoundJson {

    private BoundJson() {}

    /**
     * Whether both values are equal. Of several members with the same name, the last one counts. A fraction equals the
     * nearest double.
     */
    static boolean matches(JsonNode bound, Json eager) {
        return switch (eager) {
            case Json.Members(var members) -> hasMembers(bound, members);
            case Json.Elements(var elements) -> hasElements(bound, elements);
            case Json.Text(var text) -> bound.isString() && bound.stringValue().equals(text);
            case Json.Number number -> isNumber(bound, number);
            case Json.Truth(var truth) -> bound.isBoolean() && bound.booleanValue() == truth;
            case Json.Null nothing -> bound.isNull();
        };
    }

    /** Whether Jackson binds a number to an equal long, or refuses a number that a long cannot hold. */
    static boolean isExact(Payload payload, Json.Number number) {
        try {
            return new BigDecimal(number.spelling()).compareTo(BigDecimal.valueOf(payload.as(long.class))) == 0;
        } catch (PayloadMismatchException mismatch) {
            return !number.isInteger()
                    || new BigInteger(number.spelling()).bitLength() >= Long.SIZE; // a fraction may be refused, too
        }
    }

    private static boolean hasMembers(JsonNode bound, List<Json.Member> members) {
        Map<String, Json> last = new HashMap<>();
        members.forEach(member -> last.put(member.name(), member.value()));
        return bound.isObject()
                && bound.size() == last.size()
                && last.entrySet().stream()
                        .allMatch(member ->
                                bound.has(member.getKey()) && matches(bound.get(member.getKey()), member.getValue()));
    }

    private static boolean hasElements(JsonNode bound, List<Json> elements) {
        return bound.isArray()
                && bound.size() == elements.size()
                && IntStream.range(0, elements.size()).allMatch(i -> matches(bound.get(i), elements.get(i)));
    }

    private static boolean isNumber(JsonNode bound, Json.Number number) {
        if (number.isInteger()) {
            return bound.isIntegralNumber() && bound.bigIntegerValue().equals(new BigInteger(number.spelling()));
        }
        return bound.isFloatingPointNumber()
                && Double.compare(bound.doubleValue(), Double.parseDouble(number.spelling())) == 0;
    }
}
