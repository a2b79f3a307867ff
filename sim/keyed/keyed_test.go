package keyed_test

import (
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"anchorage/sim/keyed"
)

func TestUint64(t *testing.T) {
	a := keyed.Seed(1)
	assert.Equal(t, a.Uint64("m", "poll", 0), a.Uint64("m", "poll", 0), "a draw is a pure function of its key")
	different := map[uint64]bool{
		a.Uint64("m", "poll", 0): true, a.Uint64("m", "poll", 1): true, a.Uint64("m", "edit", 0): true,
		a.Uint64("n", "poll", 0): true, keyed.Seed(2).Uint64("m", "poll", 0): true,
		a.Uint64("mp", "oll", 0): true, // the border between entity and operation counts
	}
	assert.Len(t, different, 6)
}

func TestFloatIsUniform(t *testing.T) {
	const draws, bins = 100_000, 10
	var counts [bins]int
	for n := range draws {
		counts[int(keyed.Seed(7).Float("entity", "draw", uint64(n))*bins)]++
	}
	for _, c := range counts {
		assert.InDelta(t, draws/bins, c, draws/bins*0.05)
	}
}

func TestLogNormal(t *testing.T) {
	const draws = 20_000
	all := make([]time.Duration, draws)
	for n := range all {
		all[n] = keyed.Seed(3).LogNormal("owner", "answer", uint64(n), 45*time.Minute, 16*time.Hour)
		require.Zero(t, all[n]%time.Millisecond)
	}
	slices.Sort(all)
	assert.InEpsilon(t, 45*time.Minute, all[draws/2], 0.05)
	assert.InEpsilon(t, 16*time.Hour, all[draws*95/100], 0.1)
	assert.Equal(t, time.Second, keyed.Seed(3).LogNormal("o", "x", 0, time.Second, 0), "without a p95 it is the median")
}

func TestQuota(t *testing.T) {
	ids := make([]string, 1000)
	for i := range ids {
		ids[i] = fmt.Sprintf("outlook-%04d", i)
	}
	rapid.Check(t, func(t *rapid.T) {
		seed := keyed.Seed(rapid.Uint64().Draw(t, "seed"))
		k := rapid.IntRange(0, 1000).Draw(t, "k")
		chosen := seed.Quota("custom", ids, float64(k)/1000)
		if len(chosen) != k {
			t.Fatalf("%d chosen, not exactly %d", len(chosen), k)
		}
		slices.Sort(chosen)
		if len(slices.Compact(chosen)) != k {
			t.Fatal("somebody was chosen twice")
		}
	})
	assert.NotEqual(t, keyed.Seed(1).Quota("a", ids, 0.1), keyed.Seed(1).Quota("b", ids, 0.1))
}

func TestReader(t *testing.T) {
	read := func(seed keyed.Seed, sizes ...int) []byte {
		r := seed.Reader("identity", "token")
		var all []byte
		for _, n := range sizes {
			b := make([]byte, n)
			_, err := io.ReadFull(r, b)
			require.NoError(t, err)
			all = append(all, b...)
		}
		return all
	}
	assert.Equal(t, read(1, 32), read(1, 5, 20, 7), "the stream does not depend on how it is read")
	assert.NotEqual(t, read(1, 32), read(2, 32))
}
