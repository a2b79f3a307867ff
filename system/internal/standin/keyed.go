package standin

import (
	"encoding/binary"
	"hash/fnv"
	"io"
	"sync"
	"time"

	"anchorage/system"
)

// Rand is keyed randomness for tests.
func Rand(entity, operation string, n uint64) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, entity+"\x00"+operation+"\x00")
	_, _ = h.Write(binary.BigEndian.AppendUint64(nil, n))
	x := h.Sum64()
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	return x ^ x>>31
}

// Random is a keyed source of bytes for tests.
func Random(entity, operation string) io.Reader {
	return &source{entity: entity, operation: operation}
}

type source struct {
	entity, operation string
	n                 uint64
}

// Read implements io.Reader.
func (s *source) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(Rand(s.entity, s.operation, s.n) >> 13)
		s.n++
	}
	return len(p), nil
}

// Lanes hands out lanes in the order of first calls. The zero value is ready.
type Lanes struct {
	mu    sync.Mutex
	known map[string]time.Duration
}

// Lane is entity's own.
func (l *Lanes) Lane(entity string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.known == nil {
		l.known = map[string]time.Duration{}
	}
	if _, ok := l.known[entity]; !ok {
		l.known[entity] = time.Duration(len(l.known) + 1)
	}
	return l.known[entity]
}

// Meter counts what it is told. The zero value is ready.
type Meter struct {
	mu     sync.Mutex
	counts map[string]int
}

var _ system.Meter = (*Meter)(nil)

// Count of "request provider operation code", "round provider result", "refresh
// provider result" or "relink result".
func (m *Meter) Count(what string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.counts[what]
}

func (m *Meter) add(what string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.counts == nil {
		m.counts = map[string]int{}
	}
	m.counts[what]++
}

// Request implements system.Meter.
func (m *Meter) Request(p system.Provider, operation, code string) {
	m.add("request " + string(p) + " " + operation + " " + code)
}

// Round implements system.Meter.
func (m *Meter) Round(p system.Provider, result string) { m.add("round " + string(p) + " " + result) }

// Refresh implements system.Meter.
func (m *Meter) Refresh(p system.Provider, result string) {
	m.add("refresh " + string(p) + " " + result)
}

// Relink implements system.Meter.
func (m *Meter) Relink(result string) { m.add("relink " + result) }
