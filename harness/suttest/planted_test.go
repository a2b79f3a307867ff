package suttest_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"anchorage/harness/naive"
	"anchorage/harness/sut"
)

// planted is the naive client with one mistake more.
type planted struct {
	naive.Factory
	mistake string
}

func (p planted) String() string { return p.mistake }

// Start implements sut.Factory.
func (p planted) Start(ctx context.Context, env sut.Env) (sut.System, error) {
	s := &plantedSystem{env: env}
	m := mistakes[p.mistake]
	if m.transport != nil {
		env.HTTP = m.transport(env.HTTP)
	}
	inner, err := p.Factory.Start(ctx, env)
	s.System = inner
	if m.start != nil {
		m.start(s)
	}
	s.read = m.read
	return s, err
}

type plantedSystem struct {
	sut.System
	env    sut.Env
	read   func(*plantedSystem, *sut.Snapshot) // spoils what owners see
	mu     sync.Mutex
	tokens oauth2.TokenSource
}

func (s *plantedSystem) Read(ctx context.Context, id sut.AccountID, w sut.Window) (sut.Snapshot, error) {
	snapshot, err := s.System.Read(ctx, id, w)
	if s.read != nil {
		s.read(s, &snapshot)
	}
	return snapshot, err
}

// mistake is what does not fit virtual time, and where.
type mistake struct {
	transport func(http.RoundTripper) http.RoundTripper
	start     func(*plantedSystem)
	read      func(*plantedSystem, *sut.Snapshot)
	says      []string // parts of the finding
}

var mistakes = map[string]mistake{
	"a mutex across requests": {
		transport: func(next http.RoundTripper) http.RoundTripper { return &oneAtATime{next: next} },
		says:      []string{"a mutex is held across a request or a sleep", "suttest_test.(*oneAtATime).RoundTrip (planted_test.go:", "waits for it; it is held by suttest_test.(*oneAtATime).RoundTrip"},
	},
	"a mutex across a sleep": {
		read: sleepLocked,
		says: []string{"a mutex is held across a request or a sleep", "suttest_test.sleepLocked (planted_test.go:", "it is held by suttest_test.sleepLocked"},
	},
	"a mutex of a library across a sleep": {
		start: func(s *plantedSystem) { s.tokens = oauth2.ReuseTokenSource(nil, slowTokens{}) },
		read:  func(s *plantedSystem, _ *sut.Snapshot) { fetchToken(s) },
		says: []string{"a mutex is held across a request or a sleep", "oauth2.(*reuseTokenSource).Token (oauth2.go:", ", called from suttest_test.fetchToken (planted_test.go:",
			"it is held by suttest_test.slowTokens.Token (planted_test.go:"},
	},
	"a goroutine left": {
		start: func(*plantedSystem) { go waitForEver() },
		says:  []string{"goroutines are left behind after Stop", "is still at suttest_test.waitForEver (planted_test.go:", "one started by suttest_test."},
	},
	"a ticker left": {
		start: func(*plantedSystem) { go tickForEver() },
		says:  []string{"goroutines are left behind after Stop", "is still at suttest_test.tickForEver (planted_test.go:"},
	},
	"a socket that answers at once": {
		read: func(*plantedSystem, *sut.Snapshot) { touchSocket() },
		says: []string{"a real socket is used inside the bubble", "suttest_test.touchSocket (planted_test.go:"},
	},
	"a socket below net/http": {
		read: func(*plantedSystem, *sut.Snapshot) { askRealWorld() },
		says: []string{"a real socket is used inside the bubble", "suttest_test.askRealWorld (planted_test.go:"},
	},
	"a socket that is waited for": {
		start: func(*plantedSystem) { go awaitSocket() },
		says:  []string{"a real socket is used inside the bubble", "suttest_test.awaitSocket (planted_test.go:"},
	},
	"a shared random stream": {
		read: func(_ *plantedSystem, s *sut.Snapshot) { s.AsOf = s.AsOf.Add(-time.Duration(rand.IntN(1000))) },
		says: []string{"two of 10 runs of one world differ", `"as_of":`, "in the other:"},
	},
	"a panic": {
		read: func(_ *plantedSystem, s *sut.Snapshot) { s.Events[len(s.Events)+1].Subject = "" },
		says: []string{"the system panics: runtime error: index out of range", "at suttest_test.", "planted_test.go:"},
	},
	"a host of its own": {
		start: func(s *plantedSystem) { askUnknown(s.env) },
		says:  []string{"there is no host metrics.example.net", "GET https://metrics.example.net/"},
	},
	"an endless loop": {
		read: func(*plantedSystem, *sut.Snapshot) { compute() },
		says: []string{"the system computes and does not come to an end"}, // where, is left to chance (TestDiagnose)
	},
	"a Stop that waits for ever": {
		start: func(s *plantedSystem) { s.System = endless{s.System} },
		says:  []string{"the world waits for the system for ever", "suttest_test.endless.Stop (planted_test.go:"},
	},
}

// oneAtATime lets one request through at a time.
type oneAtATime struct {
	next http.RoundTripper
	mu   sync.Mutex
}

func (o *oneAtATime) RoundTrip(r *http.Request) (*http.Response, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.next.RoundTrip(r)
}

func sleepLocked(s *plantedSystem, _ *sut.Snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	time.Sleep(5 * time.Minute)
}

// slowTokens takes its time, as a token endpoint does.
type slowTokens struct{}

func (slowTokens) Token() (*oauth2.Token, error) {
	time.Sleep(5 * time.Minute)
	return &oauth2.Token{AccessToken: "token", Expiry: time.Now()}, nil
}

// fetchToken shares a token source, which holds its mutex while it asks.
func fetchToken(s *plantedSystem) {
	if _, err := s.tokens.Token(); err != nil {
		panic(err)
	}
}

func waitForEver() { <-make(chan int) }

func tickForEver() {
	for range time.NewTicker(time.Minute).C {
	}
}

// touchSocket connects to what nobody accepts: the system's queue answers.
func touchSocket() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	defer l.Close()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		panic(err)
	}
	c.Close()
}

// askRealWorld is refused by a port that is closed.
func askRealWorld() {
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	if _, err := client.Get("http://127.0.0.1:1/"); err == nil {
		panic("somebody listens on port 1")
	}
}

func awaitSocket() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	_, _ = l.Accept()
}

func askUnknown(env sut.Env) {
	request, err := http.NewRequest(http.MethodGet, "http://metrics.example.net/", nil)
	if err != nil {
		panic(err)
	}
	if response, err := env.HTTP.RoundTrip(request); err == nil {
		_, _ = io.Copy(io.Discard, response.Body)
	}
}

func compute() {
	for n := uint64(1); n != 0; n |= 1 {
		n = n*3 + 2
	}
}

type endless struct{ sut.System }

func (e endless) Stop(ctx context.Context) error {
	fmt.Println(e.System.Stop(ctx))
	<-make(chan int)
	return nil
}
