package dev.slipstream.spring;

import java.util.Map;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The condition that there is a property below {@code slipstream.clients}. Without one, the starter makes no bean. */
final class ConfiguredClients extends SpringBootCondition {

    /**
     * The names of the configured clients. Reads only names and resolves no placeholder, because a test may add the
     * values later.
     */
    static Set<String> in(Environment environment) {
        return new Binder(ConfigurationPropertySources.get(environment))
                .bind(SlipstreamProperties.CLIENTS, Bindable.mapOf(String.class, Object.class))
                .orElseGet(Map::of)
                .keySet();
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Set<String> clients = in(context.getEnvironment());
        ConditionMessage.Builder message = ConditionMessage.forCondition("Slipstream clients");
        return clients.isEmpty()
                ? ConditionOutcome.noMatch(message.because("no property " + SlipstreamProperties.CLIENTS + " is set"))
                : ConditionOutcome.match(message.foundExactly(clients));
    }
}
