package pentimento.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of docs/design.md, section 7, and no cycles. */
class ModuleDirectionsTest {
    private static final JavaClasses PRODUCT =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("pentimento");

    @Test
    void arrowsPointAsTheModuleMapSays() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("memory")
                .definedBy("pentimento.memory..")
                .layer("cpu")
                .definedBy("pentimento.cpu..")
                .layer("jit")
                .definedBy("pentimento.jit..")
                .layer("devices")
                .definedBy("pentimento.devices..")
                .layer("bios")
                .definedBy("pentimento.bios..")
                .layer("machine")
                .definedBy("pentimento.machine..")
                .layer("frontend")
                .definedBy("pentimento.frontend..")
                .whereLayer("memory")
                .mayNotAccessAnyLayer()
                .whereLayer("bios")
                .mayNotAccessAnyLayer()
                .whereLayer("cpu")
                .mayOnlyAccessLayers("memory")
                .whereLayer("jit")
                .mayOnlyAccessLayers("cpu", "memory")
                .whereLayer("devices")
                .mayOnlyAccessLayers("memory")
                .whereLayer("machine")
                .mayOnlyAccessLayers("memory", "cpu", "jit", "devices", "bios")
                .whereLayer("frontend")
                .mayOnlyAccessLayers("machine")
                .check(PRODUCT);
    }

    @Test
    void modulesHaveNoCycles() {
        slices().matching("pentimento.(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void nothingInsideOfAMachineReadsTheHostsClock() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "pentimento.memory..", "pentimento.cpu..", "pentimento.devices..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .check(PRODUCT);
    }
}
