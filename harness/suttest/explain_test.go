package suttest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/suttest"
)

// Dumps as the runtime prints them, cut to what matters.
const (
	worldStack = `anchorage/harness/world.Run({0x1, 0x2}, {0x3})
	/src/anchorage/harness/world/world.go:72 +0x1a5
`
	holder = `goroutine 31 [sleep (durable), synctest bubble 1]:
time.Sleep(0x3b9aca00)
	/go/src/runtime/time.go:363 +0x150
example.com/team/engine.(*Engine).save(0xc000012345)
	/home/team/engine/save.go:41 +0x22
created by example.com/team/engine.(*Engine).Start in goroutine 8
	/home/team/engine/engine.go:12 +0x44
`
	waiter = `goroutine 30 gp=0xc000102380 m=nil [sync.Mutex.Lock, 2 minutes, synctest bubble 1]:
internal/sync.(*Mutex).lockSlow(0xc000012000)
	/go/src/internal/sync/mutex.go:149 +0x15a
example.com/team/engine.(*Engine).Read(...)
	/home/team/engine/read.go:17
` + worldStack
	outside = `goroutine 1 [chan receive]:
example.com/team/engine.Other()
	/home/team/engine/other.go:3 +0x1
`
	left = `goroutine 40 [select (durable), synctest bubble 1]:
example.com/team/engine.(*Engine).loop(0xc000012345)
	/home/team/engine/loop.go:9 +0x22
created by example.com/team/engine.(*Engine).Start in goroutine 8
	/home/team/engine/engine.go:13 +0x44
`
	reading = `goroutine 50 [IO wait, synctest bubble 1]:
internal/poll.(*FD).Read(0xc0)
	/go/src/internal/poll/fd_unix.go:165 +0x1
net.(*netFD).Read(0xc0)
	/go/src/net/fd_posix.go:68 +0x1
net/http.(*persistConn).readLoop(0xc0)
	/go/src/net/http/transport.go:2111 +0x1
created by net/http.(*Transport).dialConn in goroutine 49
	/go/src/net/http/transport.go:1700 +0x1
`
	asking = `goroutine 51 [select (durable), synctest bubble 1]:
net/http.(*Transport).RoundTrip(0xc0, 0xc1)
	/go/src/net/http/roundtrip.go:33 +0x1
example.com/team/engine.(*Engine).fetch(0xc0)
	/home/team/engine/fetch.go:77 +0x1
`
)

func TestDiagnose(t *testing.T) {
	for _, row := range []struct{ name, output, says string }{
		{"nothing", "exit status 7\n", ""},
		{"only the world", "goroutine 8 [sleep, synctest bubble 1]:\n" + worldStack, ""},
		{"only what is outside of the bubble", outside, ""},
		{"a mutex", "SIGQUIT: quit\n\n" + outside + "\n" + waiter + "\n" + holder,
			"a mutex is held across a request or a sleep, which stops virtual time: engine.(*Engine).Read (read.go:17) waits for it; it is held by engine.(*Engine).save (save.go:41)"},
		{"a mutex that nobody seems to hold", waiter,
			"a mutex is held across a request or a sleep, which stops virtual time: engine.(*Engine).Read (read.go:17) waits for it"},
		{"left behind", "panic: deadlock: main bubble goroutine has exited but blocked goroutines remain [recovered]\n\n" + left + "\n" + left,
			"goroutines are left behind after Stop: one started by engine.(*Engine).Start (engine.go:13) is still at engine.(*Engine).loop (loop.go:9)"},
		{"a socket below net/http", reading + "\n" + asking,
			"a real socket is used inside the bubble, which stops virtual time and lets the real world in: engine.(*Engine).fetch (fetch.go:77); use sut.Env's HTTP, Dial or Listen"},
		{"a socket of nobody's", reading + "\n" + worldStack,
			"a real socket is used inside the bubble, which stops virtual time and lets the real world in: a goroutine of the standard library; use sut.Env's HTTP, Dial or Listen"},
		{"a panic", "panic: runtime error: index out of range [recovered]\n\n" + left,
			"the system panics: runtime error: index out of range [recovered], at engine.(*Engine).loop (loop.go:9)"},
		{"a loop", "SIGQUIT: quit\n\ngoroutine 9 gp=0xc0 m=0 mp=0x1 [running, synctest bubble 1]:\nexample.com/team/engine.count(...)\n\t/home/team/engine/count.go:8\n" + worldStack,
			"the system computes and does not come to an end, at engine.count (count.go:8)"},
		{"a loop on another thread", "SIGQUIT: quit\n\ngoroutine 9 [running, synctest bubble 1]:\n\tgoroutine running on other thread; stack unavailable\n",
			"the system computes and does not come to an end, at a line that the runtime could not see this time"},
		{"it waits for ever", "goroutine 8 [chan receive (durable), synctest bubble 1]:\nexample.com/team/engine.(*Engine).Stop(0xc0)\n\t/home/team/engine/stop.go:5 +0x1\n" + worldStack,
			"the world waits for the system for ever: it is at engine.(*Engine).Stop (stop.go:5) [chan receive (durable)]"},
	} {
		t.Run(row.name, func(t *testing.T) {
			assert.Equal(t, row.says, suttest.Diagnose(strings.ReplaceAll(row.output, "/go/src/", suttest.StandardRoot())))
		})
	}
}
