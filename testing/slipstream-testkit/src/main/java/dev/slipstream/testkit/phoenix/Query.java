package dev.slipstream.testkit.phoenix;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses a query as Plug, the HTTP layer of Phoenix, does. If a name occurs twice, the last value counts. {@code
 * a[b]=c} makes a nested map, and {@code a[]=c} appends to a list.
 */
final class Query {

    private Query() {}

    /**
     * Parses a query without its question mark.
     *
     * @throws CharacterCodingException if the unescaped text is not UTF-8
     */
    static Map<String, Object> parse(String query) throws CharacterCodingException {
        Map<String, Object> params = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = unescape(equals < 0 ? pair : pair.substring(0, equals));
                put(params, name, unescape(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
        return params;
    }

    private static void put(Map<String, Object> params, String name, String value) {
        int bracket = name.indexOf('[');
        if (bracket <= 0 || !name.endsWith("]")) {
            params.put(name, value);
            return;
        }
        List<String> keys = new ArrayList<>();
        keys.add(name.substring(0, bracket));
        keys.addAll(List.of(name.substring(bracket + 1, name.length() - 1).split("]\\[", -1)));
        nest(params, keys, value);
    }

    private static void nest(Map<String, Object> params, List<String> keys, String value) {
        String key = keys.get(0);
        if (keys.size() == 1) {
            params.put(key, value);
        } else if (keys.get(1).isEmpty()) {
            List<Object> list = asList(params.get(key));
            list.add(value);
            params.put(key, list);
        } else {
            Map<String, Object> map = asMap(params.get(key));
            nest(map, keys.subList(1, keys.size()), value);
            params.put(key, map);
        }
    }

    private static List<Object> asList(@Nullable Object value) {
        return value instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
    }

    private static Map<String, Object> asMap(@Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> there) {
            there.forEach((name, item) -> map.put((String) name, item));
        }
        return map;
    }

    /** Unescapes text. A percent sign that does not begin an escape is kept. */
    private static String unescape(String text) throws CharacterCodingException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int escaped = bytes[i] == '%' && i + 2 < bytes.length ? octet(bytes[i + 1], bytes[i + 2]) : -1;
            if (escaped >= 0) {
                plain.write(escaped);
                i += 2;
            } else {
                plain.write(bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(plain.toByteArray()))
                .toString();
    }

    private static int octet(byte high, byte low) {
        int sixteens = Character.digit(high, 16);
        int ones = Character.digit(low, 16);
        return sixteens < 0 || ones < 0 ? -1 : sixteens * 16 + ones;
    }
}
