import org.jspecify.annotations.NullMarked;

/** The starter for Spring Boot: clients as beans, with properties, listeners, health, meters and spans. */
@NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Spring's jars declare no modules
module dev.slipstream.spring {
    requires transitive dev.slipstream.api;
    requires transitive spring.boot.autoconfigure; // ClientConnectionDetails extends one of its types
    requires dev.slipstream.serializer.jackson;
    requires tools.jackson.databind;
    requires spring.aop;
    requires spring.beans;
    requires spring.boot;
    requires static spring.boot.health; // optional: only the health contributor needs it
    requires spring.context;
    requires spring.core;
    requires static dev.slipstream.micrometer; // optional: only the meters need it
    requires static dev.slipstream.opentelemetry; // optional: only the spans need it
    requires static dev.slipstream.testkit.server; // optional, like the next three modules: only tests need them
    requires static org.junit.jupiter.api;
    requires static spring.boot.test;
    requires static spring.test;
    requires static org.jspecify;

    exports dev.slipstream.spring;

    opens dev.slipstream.spring;
}
