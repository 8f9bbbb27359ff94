package pentimento.vectors;

import java.util.Set;
import java.util.regex.Pattern;
import pentimento.cpu.Disassembly;

/** Where ndisasm and we differ in more than syntax, and why we stay with ours. */
enum KnownDifference {
    /** Instructions that came after SSSE3, or that Intel's processors of our models don't have. */
    LATER_OR_FOREIGN {
        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            return isBad(ours) && FOREIGN.contains(mnemonic(theirs));
        }
    },
    /** AVX: C4 and C5 with a register, which #UD without it. */
    AVX {
        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            return isBad(ours)
                    && ours.bytes().matches("(..)*(c4|c5|62).*")
                    && mnemonic(theirs).startsWith("v");
        }
    },
    /** VMX and SVM. */
    VIRTUALISATION {
        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            return isBad(ours) && mnemonic(theirs).matches("vm.*|inv(ept|vpid|lpga|pcid)");
        }
    },
    /** SDM vol. 2A, LOCK: #UD unless the destination is memory and the instruction is listed. */
    LOCK_UNCHECKED {
        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            return isBad(ours) && ours.bytes().matches("(66|67|f2|f3|26|2e|36|3e|64|65)*f0.*");
        }
    },
    /** SDM vol. 2B, MOV: CS can't be loaded; six segment registers exist. */
    NO_SUCH_SEGMENT_REGISTER {
        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            return isBad(ours) && theirs.text().matches(".*mov (cs,.*|.*segr[67].*)");
        }
    },
    /** SDM vol. 2D, A.2.1, codes N and U: the rm field must name a register. */
    REGISTER_REQUIRED {
        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            return isBad(ours)
                    && theirs.text().contains("[")
                    && mnemonic(theirs).matches("ps[rl][lal].*|p?movmsk.*|maskmov.*|movdq2q");
        }
    },
    /** SDM vol. 3A, 6.15: more than 15 bytes are #GP. */
    TOO_LONG {
        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            return isBad(ours) && ours.length() == 15 && theirs.length() > 15;
        }
    },
    /** SDM vol. 2B, UD: UD0 has a ModRM byte. */
    MODRM_OF_UD0 {
        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            return mnemonic(ours.text()).equals("ud0") && mnemonic(theirs).equals("ud0");
        }
    },
    /** ndisasm takes WAIT as a prefix of what follows. */
    WAIT_IS_NO_PREFIX {
        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            return ours.text().equals("wait") && (isBad(theirs) || ours.length() < theirs.length());
        }
    },
    /**
     * What processors execute and ndisasm doesn't know: SHL as /6, TEST as /1, group 1 as 82; SETcc
     * with any reg field, MOV CRn with any mod field, fences with any rm field; MOVZX and MOVSX of
     * a word to a word; BSWAP of a word; LMSW and the x87's aliases.
     *
     * @see "SDM vol. 2D, tables; 387 aliases: docs/hardware/opcodes.md"
     */
    ALIAS {
        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            return isBad(theirs)
                    && (ours.bytes().matches("(66|67|f2|f3|26|2e|36|3e|64|65|f0)*82.*")
                            || ours.text().matches("(.* )?(mov (cr|dr).*|mov ...,(cr|dr).*)")
                            || mnemonic(ours.text())
                                    .matches(
                                            "shl|test|set.*|[lms]fence|mov[sz]x|bswap|fstp|fcomp?|fxch"));
        }
    },
    /** F3 before these was ignored until BMI and CET used it; so are NOPs that became hints. */
    PREFIX_OR_HINT_OF_LATER_USE {
        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            String pair = mnemonic(ours.text()) + " " + mnemonic(theirs);
            return pair.matches(
                    "bsf tzcnt|bsr lzcnt|wbinvd wbnoinvd"
                            + "|nop (bnd.*|prefetchit.|cldemote|rdsspd|endbr32)|prefetch.* hint_nop.");
        }
    },
    /** A 16-bit register operand that ndisasm calls by another name. */
    REGISTER_NAME {
        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            return theirs.text().matches(".*(mov (es|ss|ds|fs|gs),e..|pinsrw .*,(..),0x.*)");
        }
    },
    /** With 16-bit addresses ndisasm reads some SIMD memory operands as a register 8-15. */
    REGISTER_BEYOND_7 {
        private static final Pattern BEYOND = Pattern.compile("xmm(8|9|1.)");

        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            return BEYOND.matcher(theirs.text()).find();
        }
    },
    /** With a prefix, ndisasm writes the x87's implied operand too. */
    IMPLIED_OPERAND {
        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            return mnemonic(theirs).matches("fu?comp?|fxch") && theirs.text().matches(".*st.,st.");
        }
    },
    /** SDM vol. 2A, CMPSD: the source is xmm2/m64. */
    SIZE_OF_CMPSD {
        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            return ours.text().startsWith("cmpsd xmm") && theirs.text().contains("oword");
        }
    },
    /** SDM vol. 2A, Jcc: EIP is cut to 16 bits by the operand size, not by the code segment. */
    WIDTH_OF_TARGET {
        private static final Pattern TARGET = Pattern.compile("(dword |word )?0x([0-9a-f]+)");

        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            var a = TARGET.matcher(ours.text());
            var b = TARGET.matcher(theirs.text());
            return mnemonic(ours.text()).matches("j.*|loop.*")
                    && a.find()
                    && b.find()
                    && a.group(1) != null
                    && (Long.parseLong(a.group(2), 16) - Long.parseLong(b.group(2), 16) & 0xFFFF)
                            == 0;
        }
    },
    /** MASKMOVQ addresses memory by DI or EDI. */
    ADDRESS_SIZE_OF_MASKMOVQ {
        @Override
        boolean explains(Disassembly.Line ours, Ndisasm.Line theirs) {
            return mnemonic(ours.text()).startsWith("maskmov")
                    && mnemonic(theirs).startsWith("maskmov");
        }
    };

    private static final Set<String> PREFIXES =
            Set.of(
                    "es",
                    "cs",
                    "ss",
                    "ds",
                    "fs",
                    "gs",
                    "lock",
                    "rep",
                    "repe",
                    "repne",
                    "a16",
                    "a32",
                    "o16",
                    "o32",
                    "bnd",
                    "xacquire",
                    "xrelease");

    private static final Set<String> FOREIGN =
            Set.of(
                    """
                    aadd aand adcx adox aesdec aesdeclast aesenc aesenclast aesimc
                    aeskeygenassist axor blendpd blendps blendvpd blendvps clflushopt
                    clrssbsy clwb cpu_read cpu_write crc32 dmint dppd dpps emms encls
                    enclu enclv enqcmd enqcmds extractps extrq femms getsec
                    gf2p8affineinvqb gf2p8affineqb gf2p8mulb hreset incsspd insertps
                    insertq jmpe monitor montmul movbe movdir64b movdiri movntdqa movntsd
                    movntss mpsadbw mwaitx packusdw paveb pblendvb pblendw pclmulqdq
                    pcmpeqq pcmpestri pcmpestrm pcmpgtq pcmpistri pcmpistrm pcommit
                    pdistib pextrb pextrd pextrw phminposuw pinsrb pinsrd pmagw pmaxsb
                    pmaxsd pmaxud pmaxuw pminsb pminsd pminud pminuw pmovsxbd pmovsxbq
                    pmovsxbw pmovsxdq pmovsxwd pmovsxwq pmovzxbd pmovzxbq pmovzxbw
                    pmovzxdq pmovzxwd pmovzxwq pmuldq pmulhrwa pmulld pmvlzb popcnt
                    prefetch prefetchw prefetchwt1 psubsiw ptest ptwrite pvalidate rdpid
                    rdrand rdseed rdshr roundpd roundps roundsd roundss rsdc rsldt rsm
                    rstorssp rsts serialize setssbsy sha1msg1 sha1msg2 sha1nexte sha1rnds4
                    sha256msg1 sha256msg2 sha256rnds2 stac svdc svts syscall sysret tpause
                    umonitor umwait wrshr wrssd wrussd xabort xbegin xcryptcbc xcryptcfb
                    xcryptctr xcryptecb xcryptofb xgetbv xrstor xrstors xsave xsavec
                    xsaveopt xsaves xsha1 xsha256 xstore xsusldtrk"""
                            .split("\\s+"));

    abstract boolean explains(Disassembly.Line ours, Ndisasm.Line theirs);

    static boolean isBad(Disassembly.Line ours) {
        return ours.text().equals("(bad)");
    }

    /**
     * @return true if ndisasm gives a byte, or a prefix alone
     */
    static boolean isBad(Ndisasm.Line theirs) {
        return theirs.text().startsWith("db ") || PREFIXES.contains(theirs.text().strip());
    }

    private static String mnemonic(Ndisasm.Line line) {
        return mnemonic(line.text());
    }

    private static String mnemonic(String text) {
        for (String word : text.strip().split(" ", -1)) {
            if (!PREFIXES.contains(word)) {
                return word;
            }
        }
        return "";
    }
}
