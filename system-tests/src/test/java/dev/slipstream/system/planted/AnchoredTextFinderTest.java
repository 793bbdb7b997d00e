package dev.slipstream.system.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * The finder searches the tokens of a text only in the named method. If the text is missing, the message of the
 * exception names the missing words.
 */
class AnchoredTextFinderTest {

    private static final String QUEUE = """
            package example;

            /** A queue: size = 0. */
            final class Queue {
                private int size = 0;

                static {
                    init(1);
                }

                Queue(int size) {
                    this.size = size;
                }

                void add(Item item) {
                    if (size > 10) {
                        drop(item);
                    }
                    size++; // one more
                }

                void add(Item one, Item two) {
                    add(one);
                    add(two);
                    log(size);
                    log(size);
                }

                Runnable task() {
                    return () -> {
                        drop(null);
                    };
                }

                Object listener() {
                    return new Object() {
                        void drop(Item item) {
                            size--;
                        }
                    };
                }

                record Item(String name, int weight) {
                    Item {
                        check(weight);
                    }

                    static int size() {
                        class Local {
                            int local = 7;
                        }
                        return 1;
                    }
                }
            }
            """;

    @Test
    void textIsFoundByItsTokens() {
        assertThat(found("Queue.add", "if(size>10){drop(item);}"))
                .isEqualTo("if (size > 10) {\n            drop(item);\n        }");
    }

    @Test
    void commentsDoNotMatter() {
        assertThat(found("Queue.add", "size++; }")).isEqualTo("size++; // one more\n    }");
        assertThat(found("Queue.add", "size++; // two more\n}")).isEqualTo("size++; // one more\n    }");
    }

    @Test
    void onlyOverloadWithTheTextIsFound() {
        assertThat(found("Queue.add", "add(two);")).isEqualTo("add(two);");
    }

    @Test
    void textInTwoOverloadsIsRefused() {
        assertThatThrownBy(() -> found("Queue.add", "size"))
                .hasMessageContaining("Queue.add has the text 4 times")
                .hasMessageContaining("2 methods of that name");
    }

    @Test
    void repeatedTextIsRefusedWithItsLines() {
        assertThatThrownBy(() -> found("Queue.add", "log(size);"))
                .hasMessageContaining("Queue.add has the text 2 times, in lines [25, 26]");
    }

    @Test
    void textOfAnotherMethodIsNotFound() {
        assertThatThrownBy(() -> found("Queue.task", "drop(item);"))
                .hasMessageContaining("Queue.task does not have the text: drop(item);")
                .hasMessageContaining("Missing there: [item]; missing in all of Queue: []");
    }

    @Test
    void classAnchorCoversEverythingOutsideOfMethods() {
        assertThat(found("Queue", "size = 0")).isEqualTo("size = 0");
        assertThat(found("Queue", "init(1);")).isEqualTo("init(1);");
        assertThatThrownBy(() -> found("Queue", "drop(item);")).hasMessageContaining("does not have the text");
    }

    @Test
    void constructorIsFound() {
        assertThat(found("Queue.<init>", "this.size = size;")).isEqualTo("this.size = size;");
    }

    @Test
    void lambdasAndAnonymousClassesBelongToTheirMethod() {
        assertThat(found("Queue.task", "drop(null);")).isEqualTo("drop(null);");
        assertThat(found("Queue.listener", "size--;")).isEqualTo("size--;");
        assertThatThrownBy(() -> found("Queue.drop", "size--;")).hasMessageContaining("there is no method drop");
    }

    @Test
    void nestedClassIsFoundWithOrWithoutItsOuterClass() {
        assertThat(found("Item.size", "return 1;")).isEqualTo("return 1;");
        assertThat(found("Queue.Item.size", "return 1;")).isEqualTo("return 1;");
        assertThat(found("Local", "local = 7")).isEqualTo("local = 7");
    }

    @Test
    void recordHeaderAndCompactConstructorAreFound() {
        assertThat(found("Item", "String name, int weight")).isEqualTo("String name, int weight");
        assertThat(found("Item.<init>", "check(weight);")).isEqualTo("check(weight);");
    }

    @Test
    void topLevelClassIsPreferredToNestedOnes() {
        String source = "class A { int x = 1; class B { class A { int x = 2; } } }";

        assertThat(found(source, "A", "int x")).isEqualTo("int x");
        assertThat(range(source, "B.A", "int x").start())
                .isGreaterThan(range(source, "A", "int x").start());
    }

    @Test
    void ambiguousNestedClassIsRefused() {
        String source = "class A { class B { class X {} } class C { class X {} } }";

        assertThatThrownBy(() -> range(source, "X", "X")).hasMessageContaining("[A.B.X, A.C.X]");
        assertThat(found(source, "C.X", "X")).isEqualTo("X");
    }

    @Test
    void renamedClassIsReportedWithTheClosestNames() {
        assertThatThrownBy(() -> found(QUEUE.replace("Queue", "Queues"), "Queue.add", "add(two);"))
                .hasMessageContaining("there is no class Queue. The closest classes: [Queues");
    }

    @Test
    void renamedMethodIsReportedWithTheClosestNames() {
        assertThatThrownBy(() -> found(QUEUE.replace("task(", "asTask("), "Queue.task", "drop(null);"))
                .hasMessageContaining("there is no method task in Queue. The closest methods: [asTask");
    }

    @Test
    void renamedLocalVariableIsReported() {
        assertThatThrownBy(() -> found(QUEUE.replace("item", "added"), "Queue.add", "drop(item);"))
                .hasMessageContaining("Missing there: [item]; missing in all of Queue: [item]");
    }

    @Test
    void renamedFieldIsReported() {
        assertThatThrownBy(() -> found(QUEUE.replace("size", "count"), "Queue.add", "if (size > 10) {"))
                .hasMessageContaining("Missing there: [size]; missing in all of Queue: [size]");
    }

    @Test
    void changedOperatorIsDistinguishedFromAMissingName() {
        assertThatThrownBy(() -> found(QUEUE.replace("size > 10", "10 < size"), "Queue.add", "size > 10"))
                .hasMessageContaining("All of its words exist there");
    }

    private static String found(String anchor, String text) {
        return found(QUEUE, anchor, text);
    }

    private static String found(String source, String anchor, String text) {
        SourceRange range = range(source, anchor, text);
        return source.substring(range.start(), range.end());
    }

    private static SourceRange range(String source, String anchor, String text) {
        return new AnchoredTextFinder(ParsedSource.of("Source", source), Anchor.of(anchor)).find(text);
    }
}
