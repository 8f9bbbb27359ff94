package pentimento.cpu.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
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

    /** SDM vol. 4: what a family has, the others refuse. */
    @ParameterizedTest
    @CsvSource({
        "PENTIUM, 0 1 10 2 E 11 13, 17 1B 8B C1 174 1A0 2C 200 277 400",
        "PENTIUM_MMX, 0 1 10 2 E 11 13, 17 1B 8B C1 174 1A0 2C 200 277 400",
        "PENTIUM2, 10 17 1B 2A 33 79 88 8B C1 FE 11E 174 176 179 187 1D9 1DE 1E0 20F 26F 277 2FF 413,"
                + " 2 11 2B 2C 180 1A0 1DA 300 3E1 414",
        "PENTIUM3, 10 17 1B 2A 33 79 88 8B C1 FE 11E 174 176 179 187 1D9 1DE 1E0 20F 26F 277 2FF 413,"
                + " 2 11 2B 2C 180 1A0 1DA 300 3E1 414",
        "PENTIUM4, 10 17 1B 2A 2B 2C 79 8B FE 174 176 179 19A 1A0 1D7 1D9 1DA 1DE 20F 26F 277 2FF 300"
                + " 371 3B8 3E1 3F1 413, 2 11 33 88 C1 116 11E 180 186 1E0 3BF 414 600"
    })
    void modelSpecificRegistersOfAFamily(CpuModel model, String present, String absent) {
        var indexes =
                new MsrTable(model)
                        .registers().stream()
                                .map(register -> Integer.toHexString(register.index()))
                                .map(index -> index.toUpperCase(Locale.ROOT))
                                .toList();
        assertThat(indexes).doesNotHaveDuplicates().contains(present.split(" ", -1));
        assertThat(indexes).doesNotContain(absent.split(" ", -1));
    }

    @Test
    void modelsBeforeThePentiumHaveNone() {
        assertThat(new MsrTable(CpuModel.I486).registers()).isEmpty();
    }

    /** Leaf 2 as a Pentium 4 of this model answers it; leaf 1's EBX tells the size of CLFLUSH. */
    @Test
    void thePentium4() {
        var leaves = new CpuidLeaves(CpuModel.PENTIUM4);
        assertThat(leaves.leaf(0).eax()).isEqualTo(2);
        assertThat(leaves.leaf(1).eax()).isEqualTo(0xF24);
        assertThat(leaves.leaf(1).ebx()).isEqualTo(0x800);
        assertThat(leaves.leaf(2)).isEqualTo(new CpuidLeaves.Leaf(0x665B5001, 0, 0, 0x007A7040));
        assertThat(leaves.leaf(3)).isEqualTo(leaves.leaf(2));
        assertThat(leaves.leaf(0x80000005)).isEqualTo(leaves.leaf(2));
        var name = new StringBuilder();
        for (int number = 0x80000002; number <= 0x80000004; number++) {
            var leaf = leaves.leaf(number);
            for (int part : new int[] {leaf.eax(), leaf.ebx(), leaf.ecx(), leaf.edx()}) {
                for (int shift = 0; shift < 32; shift += 8) {
                    name.append((char) (part >>> shift & 0xFF));
                }
            }
        }
        assertThat(name).hasSize(48).startsWith("Pentimento").endsWith("\0").contains("pentium4");
    }
}
