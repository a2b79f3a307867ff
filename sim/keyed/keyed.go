// Package keyed is the randomness of a world: every draw is a pure function of
// (seed, entity, operation, n), never of a shared stream. So the order in which
// goroutines happen to run cannot change a draw, and adding a draw for one
// entity changes nothing for another.
package keyed

import (
	"encoding/binary"
	"io"
	"math"
	"slices"
	"time"
)

// Seed is the scenario's seed.
type Seed uint64

// Uint64 draws 64 uniform bits for the n-th use of operation by entity.
func (s Seed) Uint64(entity, operation string, n uint64) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	h := uint64(offset) ^ mix(uint64(s))
	for i := range len(entity) {
		h = (h ^ uint64(entity[i])) * prime
	}
	h = (h ^ 0x1f) * prime // separator: ("ab","c") is not ("a","bc")
	for i := range len(operation) {
		h = (h ^ uint64(operation[i])) * prime
	}
	return mix(mix(h) ^ mix(n+0x9e3779b97f4a7c15))
}

// Float draws uniformly from [0, 1).
func (s Seed) Float(entity, operation string, n uint64) float64 {
	return float64(s.Uint64(entity, operation, n)>>11) / (1 << 53)
}

// IntN draws uniformly from [0, max). It panics if max is not positive.
func (s Seed) IntN(entity, operation string, n uint64, max int) int {
	if max <= 0 {
		panic("keyed: IntN needs a positive bound")
	}
	return int(s.Uint64(entity, operation, n) % uint64(max))
}

// Duration draws uniformly from [0, max), in whole milliseconds.
func (s Seed) Duration(entity, operation string, n uint64, max time.Duration) time.Duration {
	ms := max.Milliseconds()
	if ms <= 0 {
		return 0
	}
	return time.Duration(s.Uint64(entity, operation, n)%uint64(ms)) * time.Millisecond
}

// LogNormal draws from the log-normal distribution with the given median and
// 95th percentile, in whole milliseconds. A p95 at or below the median gives the
// median itself.
func (s Seed) LogNormal(entity, operation string, n uint64, median, p95 time.Duration) time.Duration {
	if median <= 0 {
		return 0
	}
	if p95 <= median {
		return median.Truncate(time.Millisecond)
	}
	const z95 = 1.6448536269514722
	sigma := math.Log(float64(p95)/float64(median)) / z95
	// Box-Muller on two draws of the same key.
	u1 := 1 - s.Float(entity, operation+"/u1", n)
	u2 := s.Float(entity, operation+"/u2", n)
	z := math.Sqrt(-2*math.Log(u1)) * math.Cos(2*math.Pi*u2)
	d := float64(median) * math.Exp(sigma*z)
	if d > float64(1000*24*time.Hour) {
		d = float64(1000 * 24 * time.Hour)
	}
	return time.Duration(d).Truncate(time.Millisecond)
}

// Reader is a deterministic byte stream for ids, tokens and nonces: what
// production reads from crypto/rand.
func (s Seed) Reader(entity, operation string) io.Reader {
	return &reader{seed: s, entity: entity, operation: operation}
}

type reader struct {
	seed              Seed
	entity, operation string
	n                 uint64
	rest              []byte
}

func (r *reader) Read(p []byte) (int, error) {
	total := len(p)
	for len(p) > 0 {
		if len(r.rest) == 0 {
			r.rest = binary.BigEndian.AppendUint64(nil, r.seed.Uint64(r.entity, r.operation, r.n))
			r.n++
		}
		k := copy(p, r.rest)
		p, r.rest = p[k:], r.rest[k:]
	}
	return total, nil
}

// Permutation orders ids by a keyed draw; the result is a new slice. Two names
// give two independent orders.
func (s Seed) Permutation(name string, ids []string) []string {
	out := slices.Clone(ids)
	slices.SortFunc(out, func(a, b string) int {
		x, y := s.Uint64(name, a, 0), s.Uint64(name, b, 0)
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	return out
}

// Quota selects exactly round(share x len(ids)) of ids by a keyed permutation:
// shares are quotas, not coin tosses, so that no expectation hangs on luck.
func (s Seed) Quota(name string, ids []string, share float64) []string {
	k := int(math.Round(share * float64(len(ids))))
	return s.Permutation(name, ids)[:min(max(k, 0), len(ids))]
}

// mix is the finalizer of SplitMix64.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}
