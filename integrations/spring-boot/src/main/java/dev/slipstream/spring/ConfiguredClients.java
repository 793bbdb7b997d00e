package dev.slipstream.spring;

import java.util.Map;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.IgnoreErrorsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * A condition that matches if there is a property below {@code slipstream}. Without such a property, the starter makes
 * no bean. The property need not be below {@code slipstream.clients}. So a misspelled property, such as {@code
 * slipstream.client}, makes the condition match, and binding refuses the property.
 */
final class ConfiguredClients extends SpringBootCondition {

    /**
     * The names of the configured clients. Reads only names and resolves no placeholder, because a test may add the
     * values later.
     */
    static Set<String> in(Environment environment) {
        return namesBelow(SlipstreamProperties.CLIENTS, environment);
    }

    /** Ignores a value of the prefix itself, such as an environment variable SLIPSTREAM. */
    private static Set<String> namesBelow(String prefix, Environment environment) {
        return new Binder(ConfigurationPropertySources.get(environment))
                .bind(prefix, Bindable.mapOf(String.class, Object.class), new IgnoreErrorsBindHandler())
                .orElseGet(Map::of)
                .keySet();
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Set<String> found = namesBelow(SlipstreamProperties.PREFIX, context.getEnvironment());
        ConditionMessage.Builder message = ConditionMessage.forCondition("Slipstream clients");
        return found.isEmpty()
                ? ConditionOutcome.noMatch(message.because("no property " + SlipstreamProperties.PREFIX + " is set"))
                : ConditionOutcome.match(message.foundExactly(found));
    }
}
