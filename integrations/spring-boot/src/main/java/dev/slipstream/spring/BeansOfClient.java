package dev.slipstream.spring;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;

/**
 * Finds the bean of a type that belongs to a client. It has the client's name as qualifier. If the application has only
 * one client, the only bean of the type belongs to it. So credentials never reach another server by accident.
 *
 * @param clients the names of all clients
 */
record BeansOfClient(ListableBeanFactory beans, Set<String> clients) {

    /**
     * Returns the bean of this type for this client, if there is one.
     *
     * @throws ClientSettingsException if several beans belong to the client, or a bean belongs to none of the clients
     */
    <T> Optional<T> find(Class<T> type, String client) {
        // A bean of another scope has two definitions; the one of its proxy is the bean.
        List<String> all = Arrays.stream(beans.getBeanNamesForType(type))
                .filter(bean -> !ScopedProxyUtils.isScopedTarget(bean))
                .toList();
        List<String> own = clients.size() == 1
                ? all
                : all.stream().filter(bean -> isOf(client, bean)).toList();
        if (own.size() > 1) {
            own = own.stream().filter(bean -> isOf(client, bean)).toList();
        }
        if (own.size() == 1) {
            return Optional.of(beans.getBean(own.getFirst(), type));
        }
        if (!own.isEmpty() || (clients.size() == 1 && !all.isEmpty())) {
            throw ambiguous(type, client, all);
        }
        for (String bean : all) {
            if (clients.stream().noneMatch(other -> isOf(other, bean))) {
                throw ambiguous(type, client, List.of(bean));
            }
        }
        return Optional.empty();
    }

    private boolean isOf(String client, String bean) {
        return BeanFactoryAnnotationUtils.isQualifierMatch(client::equals, bean, beans);
    }

    private ClientSettingsException ambiguous(Class<?> type, String client, List<String> found) {
        return new ClientSettingsException(
                "It is unclear which bean of the type " + type.getCanonicalName() + " the Slipstream client " + client
                        + " uses: found " + found + ".",
                "Annotate the bean of each client with @Qualifier and the name of the client. The clients are "
                        + clients + ".");
    }
}
