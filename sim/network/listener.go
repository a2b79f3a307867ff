package network

import (
	"context"
	"net"
	"sync"
)

// Listener accepts in-memory connections.
type Listener struct {
	addr  string
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newListener(addr string) *Listener {
	return &Listener{addr: addr, conns: make(chan net.Conn), done: make(chan struct{})}
}

// Accept implements net.Listener.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (l *Listener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

// Addr implements net.Listener.
func (l *Listener) Addr() net.Addr { return address(l.addr) }

func (l *Listener) closed() bool {
	select {
	case <-l.done:
		return true
	default:
		return false
	}
}

func (l *Listener) connect(ctx context.Context) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case <-l.done:
		return nil, Refused(l.addr)
	default:
	}
	select {
	case l.conns <- server:
		return client, nil
	case <-l.done:
		return nil, Refused(l.addr)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// address is a simulated host and port.
type address string

func (address) Network() string  { return "tcp" }
func (a address) String() string { return string(a) }
