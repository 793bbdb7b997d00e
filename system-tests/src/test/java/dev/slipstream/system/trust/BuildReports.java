package dev.slipstream.system.trust;

import dev.slipstream.system.layout.ProjectLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The files that the modules wrote into their build folders since the build began.
 *
 * @param build the build folder relative to a module
 * @param begun the start of the build; older files belong to another build
 */
public record BuildReports(ProjectLayout project, Path build, Instant begun) {

    /** Returns the folders of the modules. */
    public List<Path> modules() {
        return project.modules();
    }

    /** Returns the files of this build that have a matching name, in a folder inside the module's build folder. */
    public List<Path> files(Path module, String folder, String name) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path file : ProjectLayout.entries(module.resolve(build).resolve(folder))) {
            if (file.getFileName().toString().matches(name)
                    && !Files.getLastModifiedTime(file).toInstant().isBefore(begun)) {
                files.add(file);
            }
        }
        return files;
    }

    public static Element read(Path file) throws IOException, ParserConfigurationException, SAXException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }

    public static List<Element> descendants(Element element, String name) {
        NodeList all = element.getElementsByTagName(name);
        return IntStream.range(0, all.getLength())
                .mapToObj(i -> (Element) all.item(i))
                .toList();
    }
}
