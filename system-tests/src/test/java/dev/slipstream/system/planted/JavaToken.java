package dev.slipstream.system.planted;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token of a Java source: a name, a literal or an operator.
 *
 * @param start its start offset
 * @param end its end offset, exclusive
 */
public record JavaToken(String text, int start, int end) {

    private static final Pattern SKIPPED = Pattern.compile("\\s+|//[^\n]*|(?s:/\\*.*?\\*/)");

    /** Each closing angle bracket is a separate token, because {@code >>} may end two type arguments. */
    private static final Pattern TOKEN = Pattern.compile(String.join(
            "|",
            "(?s:\"\"\".*?(?<!\\\\)\"\"\")",
            "\"(?:[^\"\\\\\n]|\\\\.)*\"",
            "'(?:[^'\\\\\n]|\\\\.)+'",
            "[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*",
            "\\d(?:[\\w.]|(?<=[eEpP])[+-])*",
            "->|::|\\.\\.\\.|\\+\\+|--|&&|\\|\\||<<=|<<|[=!<>+*/&|^%-]=",
            "(?s:.)"));

    /** Returns the tokens of a source without white space and comments. */
    public static List<JavaToken> of(String source) {
        return of(source, 0, source.length());
    }

    /** Returns the tokens of a part of a source. */
    static List<JavaToken> of(String source, int start, int end) {
        Matcher skipped = SKIPPED.matcher(source).region(start, end);
        Matcher token = TOKEN.matcher(source).region(start, end);
        List<JavaToken> tokens = new ArrayList<>();
        int at = start;
        while (at < end) {
            if (skipped.region(at, end).lookingAt()) {
                at = skipped.end();
            } else if (token.region(at, end).lookingAt()) {
                tokens.add(new JavaToken(token.group(), at, token.end()));
                at = token.end();
            } else {
                throw new IllegalStateException("no token at " + at);
            }
        }
        return tokens;
    }

    /** Returns whether this is a name, a keyword or a literal. */
    boolean isWord() {
        char first = text.charAt(0);
        return Character.isJavaIdentifierPart(first) || first == '"' || first == '\'';
    }
}
