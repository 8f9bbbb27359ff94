/* Small programs as freestanding kernels, beside kernels.c: each returns a checksum that must match across runs and hosts. */
#include "kernels.h"
#define NOINLINE __attribute__((noinline,noclone))
typedef unsigned long long u64;

NOINLINE static u32 fib(u32 n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
static u32 k_fib(u32 iters) { u32 s = 0; while (iters--) s += fib(22); return s; }

static int ma[64][64], mb[64][64], mc[64][64];
NOINLINE static u32 k_matmul(u32 iters) {
    u32 s = 0;
    for (int i = 0; i < 64; i++) for (int j = 0; j < 64; j++) { ma[i][j] = i * 3 + j; mb[i][j] = i - 7 * j; }
    while (iters--) {
        for (int i = 0; i < 64; i++) for (int j = 0; j < 64; j++) { int t = 0; for (int k = 0; k < 64; k++) t += ma[i][k] * mb[k][j]; mc[i][j] = t; }
        ma[iters & 63][5] ^= mc[3][iters & 63]; s += (u32)mc[7][iters & 63];
    }
    return s;
}

static u8 msg[4096];
#define ROL(x, n) ((x) << (n) | (x) >> (32 - (n)))
NOINLINE static void sha1(u32 *h, const u8 *p) {
    u32 w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    for (int i = 0; i < 16; i++) w[i] = (u32)p[4 * i] << 24 | p[4 * i + 1] << 16 | p[4 * i + 2] << 8 | p[4 * i + 3];
    for (int i = 16; i < 80; i++) w[i] = ROL(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (int i = 0; i < 80; i++) {
        u32 f = i < 20 ? ((b & c) | (~b & d)) + 0x5A827999 : i < 40 ? (b ^ c ^ d) + 0x6ED9EBA1 : i < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDC : (b ^ c ^ d) + 0xCA62C1D6;
        u32 t = ROL(a, 5) + f + e + w[i]; e = d; d = c; c = ROL(b, 30); b = a; a = t;
    }
    h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e;
}
NOINLINE static u32 k_sha1(u32 iters) {
    u32 h[5] = { 0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0 };
    for (u32 i = 0; i < sizeof msg; i++) msg[i] = (u8)(i * 11);
    while (iters--) for (u32 i = 0; i < sizeof msg; i += 64) sha1(h, msg + i);
    return h[0] ^ h[4];
}

static u8 text[32768], packed[65536], back[32768]; static u16 heads[4096];
NOINLINE static u32 pack(void) {
    u32 n = 0, i = 0;
    for (u32 k = 0; k < 4096; k++) heads[k] = 0;
    while (i + 4 < sizeof text) {
        u32 v = text[i] | text[i + 1] << 8 | text[i + 2] << 16, hash = (v * 2654435761u) >> 20, at = heads[hash], len = 0;
        heads[hash] = (u16)i;
        if (at < i && at) while (len < 255 && i + len < sizeof text && text[at + len] == text[i + len]) len++;
        if (len > 4) { packed[n++] = 0xFF; packed[n++] = (u8)len; packed[n++] = (u8)(i - at); packed[n++] = (u8)((i - at) >> 8); i += len; }
        else packed[n++] = text[i++] & 0x7F;
    }
    return n;
}
NOINLINE static u32 unpack(u32 n) {
    u32 o = 0, i = 0;
    while (i < n) if (packed[i] == 0xFF) { u32 len = packed[i + 1], d = packed[i + 2] | packed[i + 3] << 8; i += 4; while (len--) { back[o] = back[o - d]; o++; } } else back[o++] = packed[i++];
    return o;
}
NOINLINE static u32 k_lz(u32 iters) {
    u32 r = 1, s = 0;
    for (u32 i = 0; i < sizeof text; i++) { r = r * 1103515245u + 12345u; text[i] = (r >> 16 & 7) ? "the quick brown fox jumps over "[i % 31] : (u8)(r >> 24 & 0x7F); }
    while (iters--) { u32 n = pack(); s += n + unpack(n) + back[s & 32767]; text[iters & 32767] ^= 1; }
    return s;
}

static u32 bx[64], by[64], bz[128];
NOINLINE static u32 k_big(u32 iters) {
    u32 s = 0;
    for (u32 i = 0; i < 64; i++) { bx[i] = i * 2654435761u; by[i] = ~i * 40503u; }
    while (iters--) {
        for (u32 i = 0; i < 128; i++) bz[i] = 0;
        for (u32 i = 0; i < 64; i++) { u64 c = 0; for (u32 j = 0; j < 64; j++) { c += (u64)bx[i] * by[j] + bz[i + j]; bz[i + j] = (u32)c; c >>= 32; } bz[i + 64] = (u32)c; }
        bx[iters & 63] ^= bz[iters & 127]; s ^= bz[77];
    }
    return s;
}

static u8 grid[2][66][66];
NOINLINE static u32 k_life(u32 iters) {
    u32 r = 7, s = 0;
    for (int y = 1; y < 65; y++) for (int x = 1; x < 65; x++) { r = r * 1664525u + 1013904223u; grid[0][y][x] = r >> 31; }
    for (u32 g = 0; g < iters; g++) {
        u8 (*a)[66] = grid[g & 1], (*b)[66] = grid[~g & 1]; u32 n = 0;
        for (int y = 1; y < 65; y++) for (int x = 1; x < 65; x++) {
            int c = a[y - 1][x - 1] + a[y - 1][x] + a[y - 1][x + 1] + a[y][x - 1] + a[y][x + 1] + a[y + 1][x - 1] + a[y + 1][x] + a[y + 1][x + 1];
            n += b[y][x] = c == 3 || (c == 2 && a[y][x]);
        }
        if (n < 200) a = b, b[g % 60 + 1][7] = b[g % 50 + 2][8] = b[g % 40 + 3][9] = 1;
        s = s * 3 + n;
    }
    return s;
}

static char line[512];
NOINLINE static u32 scas(const char *s) { u32 n = ~0u; const char *p = s; __asm__ volatile("cld; repne scasb" : "+D"(p), "+c"(n) : "a"(0) : "memory", "cc"); return ~n - 1; }
NOINLINE static u32 cmps(const char *a, const char *b, u32 n) { __asm__ volatile("cld; repe cmpsb" : "+S"(a), "+D"(b), "+c"(n) :: "memory", "cc"); return n; }
NOINLINE static u32 lods(const char *s, u32 n) { u32 t = 0; __asm__ volatile("cld; xorl %%eax,%%eax; 1: lodsb; addl %%eax,%1; loop 1b" : "+S"(s), "+r"(t), "+c"(n) :: "eax", "memory", "cc"); return t; }
NOINLINE static u32 k_string(u32 iters) {
    u32 s = 0;
    for (u32 i = 0; i < 511; i++) line[i] = (char)('a' + i % 26);
    while (iters--) { line[300 + iters % 200] ^= 1; s += scas(line) + cmps(line, line + 26, 400) + lods(line, 256); }
    return s;
}

NOINLINE static u32 gcd(u32 a, u32 b) { while (b) { u32 t = a % b; a = b; b = t; } return a; }
NOINLINE static u32 k_div(u32 iters) { u32 s = 0, r = 99; while (iters--) { r = r * 1664525u + 1013904223u; s += gcd(r | 1, r >> 7 | 1) + (u32)((int)r / (int)(iters | 3)); } return s; }

NOINLINE static u32 k_bits(u32 iters) {
    u32 s = 0, r = 5;
    while (iters--) {
        u32 x = (r = r * 1103515245u + 12345u), n = 0, k;
        while (x) { __asm__ volatile("bsf %1,%0; btr %0,%1" : "=&r"(k), "+r"(x) :: "cc"); n += k; }
        __asm__ volatile("shldl $7,%1,%0; bswap %0; rcll $3,%0; sete %b2" : "+r"(r), "+r"(n), "+q"(s) :: "cc");
        s = s * 5 + n;
    }
    return s;
}

struct tree { struct tree *l, *r; u32 key, n; };
static struct tree trees[8192]; static u32 used;
NOINLINE static struct tree *insert(struct tree *t, u32 key) {
    if (!t) { t = &trees[used++]; t->l = t->r = 0; t->key = key; t->n = 1; return t; }
    if (key < t->key) t->l = insert(t->l, key); else if (key > t->key) t->r = insert(t->r, key); else t->n++;
    return t;
}
NOINLINE static u32 walk(struct tree *t) { return t ? walk(t->l) * 3 + t->n + walk(t->r) * 5 + t->key : 1; }
NOINLINE static u32 k_tree(u32 iters) { u32 s = 0, r = 3; while (iters--) { struct tree *t = 0; used = 0; for (int i = 0; i < 2000; i++) { r = r * 1664525u + 1013904223u; t = insert(t, r >> 20); } s += walk(t); } return s; }

NOINLINE static u32 queens(u32 n, u32 cols, u32 d1, u32 d2) { u32 all = (1u << n) - 1, c = 0, free = all & ~(cols | d1 | d2); if (cols == all) return 1; while (free) { u32 bit = free & -free; free ^= bit; c += queens(n, cols | bit, (d1 | bit) << 1, (d2 | bit) >> 1); } return c; }
NOINLINE static u32 k_queens(u32 iters) { u32 s = 0; while (iters--) s += queens(8, 0, 0, 0); return s; }

struct bitsrc { const u8 *p; u32 acc, have; };
NOINLINE static u32 bits(struct bitsrc *b, u32 n) { while (b->have < n) { b->acc |= (u32)*b->p++ << b->have; b->have += 8; } u32 v = b->acc & ((1u << n) - 1); b->acc >>= n; b->have -= n; return v; }
NOINLINE static u32 k_huff(u32 iters) {
    u32 s = 0;
    for (u32 i = 0; i < sizeof text; i++) text[i] = (u8)(i * 37 ^ i >> 3);
    while (iters--) { struct bitsrc b = { text, 0, 0 }; for (int i = 0; i < 8000; i++) { u32 v = bits(&b, 3); v = v < 3 ? v : v < 6 ? bits(&b, 4) + 3 : bits(&b, 9) + 19; s = s * 31 + v; } }
    return s;
}

NOINLINE static double poly(double x, const double *c, int n) { double r = 0; while (n--) r = r * x + c[n]; return r; }
static double coef[8] = { 1.0, -0.5, 0.25, -0.125, 0.0625, 0.03125, -0.015625, 0.0078125 }, samples[256];
NOINLINE static u32 k_double(u32 iters) {
    u32 s = 0;
    for (int i = 0; i < 256; i++) samples[i] = i / 64.0 - 2;
    while (iters--) {
        double sum = 0, sq = 0;
        for (int i = 0; i < 256; i++) { double v = poly(samples[i], coef, 8), q; __asm__("fsqrt" : "=t"(q) : "0"(v < 0 ? -v : v)); sum += v; sq += q; samples[i] += 1.0 / 4096; if (samples[i] > 2) samples[i] -= 4; }
        s = s * 7 + (u32)(int)(sum * 16) + (u32)(int)(sq * 16);
    }
    return s;
}

const struct kern kernels[] = {
    { "fib", k_fib, 4000 }, { "matmul", k_matmul, 700 }, { "sha1", k_sha1, 1500 }, { "lz", k_lz, 300 }, { "big", k_big, 15000 }, { "life", k_life, 6000 },
    { "string", k_string, 100000 }, { "div", k_div, 3000000 }, { "bits", k_bits, 3000000 }, { "tree", k_tree, 300 }, { "queens", k_queens, 1500 }, { "huff", k_huff, 1500 }, { "double", k_double, 2000 }, { 0, 0, 0 } };
