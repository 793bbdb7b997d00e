package dev.slipstream.spring;

import dev.slipstream.SlipstreamClient;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Excludes scanned components from a {@link SlipstreamTest}, except listeners and clients with callbacks. */
final class ListenersOnlyFilter extends TypeExcludeFilter {

    @Override
    public boolean match(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
        return !reader.getAnnotationMetadata().hasAnnotatedMethods(ChannelListener.class.getName())
                && !Arrays.asList(reader.getClassMetadata().getInterfaceNames())
                        .contains(SlipstreamClient.class.getName());
    }

    /** Contexts with equal filters may share a cache entry. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ListenersOnlyFilter;
    }

    @Override
    public int hashCode() {
        return ListenersOnlyFilter.class.hashCode();
    }
}
