package dev.slipstream.spring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds the bean of a type that belongs to a client. A bean belongs to the client whose name is its qualifier. If the
 * application has only one client, the bean needs no qualifier. If the qualifier of a bean names no client, the bean is
 * refused. So even if there is only one client, it never uses credentials that were meant for another client.
 *
 * @param clients the names of all clients
 */
record BeansOfClient(ConfigurableListableBeanFactory beans, Set<String> clients) {

    /**
     * Returns the bean of this type for this client, if there is one.
     *
     * @throws ClientSettingsException if several beans belong to the client, or if a bean belongs to no client
     */
    <T> Optional<T> find(Class<T> type, String client) {
        // A bean with a scoped proxy has two definitions. Only the definition of the proxy is used.
        List<String> all = Arrays.stream(beans.getBeanNamesForType(type))
                .filter(bean -> !ScopedProxyUtils.isScopedTarget(bean))
                .toList();
        all.forEach(bean -> checkQualifiers(type, bean));
        List<String> own = clients.size() == 1
                ? all
                : all.stream().filter(bean -> isOf(client, bean)).toList();
        own = narrowed(narrowed(own, bean -> isOf(client, bean)), this::isPrimary);
        if (own.size() == 1) {
            return Optional.of(beans.getBean(own.getFirst(), type));
        }
        if (!own.isEmpty()) {
            throw ambiguous(type, client, all);
        }
        for (String bean : all) {
            if (clients.stream().noneMatch(other -> isOf(other, bean))) {
                throw ambiguous(type, client, List.of(bean));
            }
        }
        return Optional.empty();
    }

    /** Keeps only the preferred beans, if there are several beans and some are preferred. */
    private static List<String> narrowed(List<String> found, Predicate<String> isPreferred) {
        List<String> preferred = found.stream().filter(isPreferred).toList();
        return found.size() < 2 || preferred.isEmpty() ? found : preferred;
    }

    private boolean isOf(String client, String bean) {
        return BeanFactoryAnnotationUtils.isQualifierMatch(client::equals, bean, beans);
    }

    private boolean isPrimary(String bean) {
        return beans.containsBeanDefinition(bean)
                && beans.getMergedBeanDefinition(bean).isPrimary();
    }

    /** Refuses a bean whose qualifiers name no client, even if there is only one client. */
    private void checkQualifiers(Class<?> type, String bean) {
        List<String> qualifiers = qualifiers(bean);
        if (!qualifiers.isEmpty() && clients.stream().noneMatch(client -> isOf(client, bean))) {
            throw new ClientSettingsException(
                    "The bean " + bean + " of the type " + type.getCanonicalName() + " has the qualifier "
                            + String.join(" and ", qualifiers) + ", which is the name of no Slipstream client.",
                    "Correct or remove the qualifier of the bean. The clients are " + clients + ".");
        }
    }

    /** The qualifiers of a bean, without its name and aliases. */
    private List<String> qualifiers(String bean) {
        List<String> tested = new ArrayList<>();
        boolean unused = BeanFactoryAnnotationUtils.isQualifierMatch(
                qualifier -> {
                    tested.add(qualifier);
                    return false;
                },
                bean,
                beans);
        tested.remove(bean);
        Arrays.stream(beans.getAliases(bean)).forEach(tested::remove);
        tested.removeIf(String::isEmpty);
        return List.copyOf(tested);
    }

    private ClientSettingsException ambiguous(Class<?> type, String client, List<String> found) {
        return new ClientSettingsException(
                "It is unclear which bean of the type " + type.getCanonicalName() + " the Slipstream client " + client
                        + " uses: found " + found + ".",
                "Annotate the bean of each client with @Qualifier and the name of the client. The clients are "
                        + clients + ".");
    }
}
