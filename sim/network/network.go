// Package network is the world's internet: host names with handlers behind them,
// all in memory. A request to a host that nobody simulates is an error and is
// told to the world, which fails the run.
//
// The same handlers can be reached in two ways inside a bubble: directly, by a
// RoundTripper that calls the handler on the caller's goroutine (fast; the
// default), or through net/http's real server and transport over net.Pipe.
package network

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
)

// Network maps hosts to what answers there. Fill it before the world starts;
// hosts may be added while it runs, as a system opens its listeners.
type Network struct {
	// Unknown is told of every request or connection to a host that does not
	// exist. It must not block.
	Unknown func(what string)

	mu       sync.Mutex
	handlers map[string]http.Handler // key: host name without port
	dialers  map[string]*Listener    // key: host:port

	servers servers
}

// Handle puts a handler at a host, for every port.
func (n *Network) Handle(host string, h http.Handler) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.handlers == nil {
		n.handlers = map[string]http.Handler{}
	}
	n.handlers[host] = h
}

// Listen opens a listener at "host:port", reached by Dial and by HTTP requests
// to that host when it has no handler.
func (n *Network) Listen(addr string) (*Listener, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.dialers == nil {
		n.dialers = map[string]*Listener{}
	}
	if l, ok := n.dialers[addr]; ok && !l.closed() {
		return nil, fmt.Errorf("listen %s: address already in use", addr)
	}
	l := newListener(addr)
	n.dialers[addr] = l
	return l, nil
}

func (n *Network) handler(host string) (http.Handler, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	h, ok := n.handlers[host]
	return h, ok
}

func (n *Network) listener(addr string) (*Listener, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	l, ok := n.dialers[addr]
	return l, ok
}

// Dial connects to a listener of the world. It fits http.Transport.DialContext.
func (n *Network) Dial(ctx context.Context, _, addr string) (net.Conn, error) {
	l, ok := n.listener(addr)
	if !ok {
		n.unknown("connection to " + addr)
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: fmt.Errorf("lookup %s: no such host in this world", addr)}
	}
	return l.connect(ctx)
}

func (n *Network) unknown(what string) {
	if n.Unknown != nil {
		n.Unknown(what)
	}
}

// errRefused looks like what net/http reports for a closed port.
var errRefused = errors.New("connect: connection refused")

// Refused is the error of a connection that nobody accepts.
func Refused(host string) error {
	return &net.OpError{Op: "dial", Net: "tcp", Err: fmt.Errorf("%s: %w", host, errRefused)}
}
