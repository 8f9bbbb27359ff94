package pentimento.cpu.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** SDM vol. 2A, CPUID; what systems stumble over is in the comments. */
class CpuModelTest {
    @ParameterizedTest
    @CsvSource({
        "386,3",
        "486sx,4",
        "486,4",
        "pentium,5",
        "pentium-mmx,5",
        "pentium2,6",
        "pentium3,6",
        "pentium4,15",
        "prescott,15",
        "core,6"
    })
    void namesOfTheCommandLine(String name, int family) {
        assertThat(CpuModel.named(name)).map(CpuModel::family).contains(family);
    }

    @Test
    void anUnknownName() {
        assertThat(CpuModel.named("z80")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"I386", "I486SX", "I486"},
            mode = EnumSource.Mode.EXCLUDE)
    void leaf0NamesTheVendorAndAtMostLeaf2(CpuModel model) {
        var leaf = new CpuidLeaves(model).leaf(0);
        assertThat(leaf.eax()).isBetween(1, 2); // Windows NT 4 stops at more than 2
        assertThat(leaf.ebx()).isEqualTo(0x756E6547);
        assertThat(leaf.edx()).isEqualTo(0x49656E69);
        assertThat(leaf.ecx()).isEqualTo(0x6C65746E);
    }

    @ParameterizedTest
    @CsvSource({
        "PENTIUM,000001BF",
        "PENTIUM_MMX,008001BF",
        "PENTIUM2,0183F9FF",
        "PENTIUM3,0383F9FF",
        "PENTIUM4,078BF9FF"
    })
    void leaf1HasTheFeaturesOfTheModel(CpuModel model, String edx) {
        assertThat(new CpuidLeaves(model).leaf(1).edx()).isEqualTo(Integer.parseInt(edx, 16));
        assertThat(new CpuidLeaves(model).leaf(1).eax()).isEqualTo(model.signature());
    }

    @Test
    void leaf2IsNotEmpty() { // Windows XP loops if it is
        assertThat(new CpuidLeaves(CpuModel.PENTIUM3).leaf(2).eax()).isEqualTo(0x03020101);
        assertThat(new CpuidLeaves(CpuModel.PENTIUM3).leaf(0x80000000).eax()).isEqualTo(0x03020101);
    }

    @Test
    void sse3AndSsse3AreInEcx() {
        assertThat(new CpuidLeaves(CpuModel.PRESCOTT).leaf(1).ecx()).isEqualTo(1);
        assertThat(new CpuidLeaves(CpuModel.CORE).leaf(1).ecx()).isEqualTo(0x201);
        assertThat(new CpuidLeaves(CpuModel.PENTIUM4).leaf(0x80000000).eax()).isEqualTo(0x80000004);
        assertThat(new CpuidLeaves(CpuModel.PENTIUM4).leaf(0x80000004).edx()).isLessThan(0x1000000);
    }

    @ParameterizedTest
    @CsvSource({
        "I386,37FD7,8000001F,0",
        "I486,77FD7,E005003F,0",
        "PENTIUM,3F7FD7,E005003F,5F",
        "PENTIUM2,3F7FD7,E005003F,3FF",
        "PENTIUM3,3F7FD7,E005003F,7FF"
    })
    void bitsThatExist(CpuModel model, String eflags, String cr0, String cr4) {
        assertThat(model.eflagsMask()).isEqualTo(Integer.parseInt(eflags, 16));
        assertThat(model.cr0Mask()).isEqualTo(Integer.parseUnsignedInt(cr0, 16));
        assertThat(model.cr4Mask()).isEqualTo(Integer.parseInt(cr4, 16));
    }

    @Test
    void featuresOfAGenerationStayInTheNext() {
        assertThat(CpuModel.I486SX.has(Feature.FPU)).isFalse();
        assertThat(CpuModel.I486SX.has(Feature.BSWAP)).isTrue();
        assertThat(CpuModel.PENTIUM4.has(Feature.CMPXCHG8B)).isTrue();
        assertThat(CpuModel.PENTIUM3.has(Feature.SSE2)).isFalse();
    }
}
