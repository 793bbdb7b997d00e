package dev.slipstream.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An application without an optional library starts. */
class MissingClassesTest {

    /**
     * Imports the starter by class names, as Spring Boot does. So the application starts even if a class that the
     * starter's annotations need is missing.
     */
    @ImportAutoConfiguration({SlipstreamAutoConfiguration.class, SlipstreamHealthAutoConfiguration.class})
    static class Imported {}

    @Test
    void actuatorIsOptional() {
        new ApplicationContextRunner()
                .withUserConfiguration(Imported.class)
                .withPropertyValues(Contexts.URI, Contexts.UNSTARTED)
                .withClassLoader(
                        new FilteredClassLoader("org.springframework.boot.health", "org.springframework.boot.actuate"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("chatSocket")
                        .doesNotHaveBean("slipstreamHealthContributor"));
    }

    static class Gone {}

    static class Lazy {

        void use(Gone gone) {}
    }

    /** A class loader that defines the class {@code Lazy} again, and does not find the class {@code Gone}. */
    private static final class WithoutGone extends ClassLoader {

        WithoutGone() {
            super(MissingClassesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Gone.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            return name.equals(Lazy.class.getName()) && findLoadedClass(name) == null
                    ? define(name)
                    : super.loadClass(name, resolve);
        }

        private Class<?> define(String name) {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void lazyBeanMayReferToMissingClasses() throws ClassNotFoundException {
        RootBeanDefinition lazy = new RootBeanDefinition(new WithoutGone().loadClass(Lazy.class.getName()));
        lazy.setLazyInit(true);

        Contexts.runner()
                .withInitializer(context ->
                        ((BeanDefinitionRegistry) context.getBeanFactory()).registerBeanDefinition("lazy", lazy))
                .run(context -> assertThat(context).hasNotFailed().hasBean("chatSocket"));
    }
}
