package worker

import "sync"

// tailBytes is how much of a process's output is kept at each end: the head has
// the panic's message, the tail the goroutines printed last.
const tailBytes = 64 << 10

// tail keeps the beginning and the end of what is written to it, and all the
// goroutines in it.
type tail struct {
	mu         sync.Mutex
	head, last []byte
	dropped    bool
	stacks     stacks
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := len(p)
	t.stacks.write(p)
	if room := tailBytes - len(t.head); room > 0 {
		k := min(room, len(p))
		t.head = append(t.head, p[:k]...)
		p = p[k:]
	}
	t.last = append(t.last, p...)
	if over := len(t.last) - tailBytes; over > 0 {
		t.last = append(t.last[:0], t.last[over:]...)
		t.dropped = true
	}
	return n, nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	middle := ""
	if t.dropped {
		middle = "\n[...]\n"
	}
	return string(t.head) + middle + string(t.last)
}

// blame picks the goroutines that explain a crash.
func (t *tail) blame(c cause) []*stack {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.stacks.blame(c)
}
