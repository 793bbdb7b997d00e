package dev.slipstream.system.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavaTokenTest {

    @Test
    void whiteSpaceAndCommentsAreSkipped() {
        assertThat(texts("a // b\n  /* c\n d */ = e;")).containsExactly("a", "=", "e", ";");
    }

    @Test
    void literalMayContainCommentMarks() {
        assertThat(texts("f(\"a // \\\" b\", '\"', '\\'');"))
                .containsExactly("f", "(", "\"a // \\\" b\"", ",", "'\"'", ",", "'\\''", ")", ";");
    }

    @Test
    void textBlockIsOneToken() {
        assertThat(texts("x = \"\"\"\n  a \"b\" // c\n  \"\"\";"))
                .containsExactly("x", "=", "\"\"\"\n  a \"b\" // c\n  \"\"\"", ";");
    }

    @Test
    void operatorIsOneToken() {
        assertThat(texts("a->b::c&&d>=1_000L+1e-3"))
                .containsExactly("a", "->", "b", "::", "c", "&&", "d", ">=", "1_000L", "+", "1e-3");
    }

    @Test
    void closingBracketsOfTypeArgumentsAreSeparate() {
        assertThat(texts("Map<A, List<B>> c")).isEqualTo(texts("Map < A , List < B > > c"));
    }

    @Test
    void tokenHasItsOffsets() {
        String source = "a  /* b */ cd";

        assertThat(JavaToken.of(source)).containsExactly(new JavaToken("a", 0, 1), new JavaToken("cd", 11, 13));
    }

    private static List<String> texts(String source) {
        return JavaToken.of(source).stream().map(JavaToken::text).toList();
    }
}
