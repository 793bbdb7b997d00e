package dev.slipstream.system.fuzz;

import dev.slipstream.system.fuzz.EagerJson.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message decoded from a text. The decoder reads the whole text before it checks any part. */
record EagerMessage(
        @Nullable String joinRef,
        @Nullable String ref,
        String topic,
        String event,
        @Nullable String status,
        Json payload) {

    private static final int DEEPEST = 1000;

    static EagerMessage read(String text) throws Refused {
        return switch (EagerJson.read(text)) {
            case Json.Elements(var elements) -> ofElements(elements);
            case Json.Members(var members) -> ofMembers(members);
            case Json other -> throw new Refused("neither array nor object");
        };
    }

    private static EagerMessage ofElements(List<Json> elements) throws Refused {
        if (elements.size() < 5) {
            throw new Refused("too few elements");
        }
        for (Json extra : elements.subList(5, elements.size())) {
            refuseDeeper(extra);
        }
        return of(
                ref(elements.get(0)),
                ref(elements.get(1)),
                name(elements.get(2)),
                name(elements.get(3)),
                elements.get(4));
    }

    private static EagerMessage ofMembers(List<Json.Member> members) throws Refused {
        String joinRef = null;
        String ref = null;
        String topic = null;
        String event = null;
        Json payload = null;
        boolean hasRef = false;
        for (Json.Member member : members) {
            switch (member.name()) {
                case "join_ref" -> joinRef = ref(member.value());
                case "ref" -> {
                    ref = ref(member.value());
                    hasRef = true;
                }
                case "topic" -> topic = name(member.value());
                case "event" -> event = name(member.value());
                case "payload" -> {
                    payload = member.value();
                    if (payload.depth() > DEEPEST + 1) {
                        throw new Refused("too deep");
                    }
                }
                default -> refuseDeeper(member.value());
            }
        }
        if (!hasRef || topic == null || event == null || payload == null) {
            throw new Refused("a member is missing");
        }
        return of(joinRef, ref, topic, event, payload);
    }

    private static EagerMessage of(
            @Nullable String joinRef, @Nullable String ref, String topic, String event, Json payload) throws Refused {
        if (ref == null || !event.equals("phx_reply") || !(payload instanceof Json.Members(var members))) {
            refuseDeeper(payload);
            return new EagerMessage(joinRef, ref, topic, event, null, payload);
        }
        String status = null;
        Json response = new Json.Null();
        for (Json.Member member : members) {
            refuseDeeper(member.value());
            switch (member.name()) {
                case "status" -> status = member.value() instanceof Json.Text(var word) ? word : null;
                case "response" -> response = member.value();
                default -> {}
            }
        }
        return new EagerMessage(joinRef, ref, topic, event, status, status == null ? payload : response);
    }

    private static @Nullable String ref(Json value) throws Refused {
        return switch (value) {
            case Json.Null nothing -> null;
            case Json.Text(var text) -> text;
            case Json.Number number when number.isInteger() -> number.spelling();
            case Json other -> throw new Refused("not a ref");
        };
    }

    private static String name(Json value) throws Refused {
        if (value instanceof Json.Text(var text)) {
            return text;
        }
        throw new Refused("not a name");
    }

    private static void refuseDeeper(Json value) throws Refused {
        if (value.depth() > DEEPEST) {
            throw new Refused("too deep");
        }
    }
}
