package network

import (
	"fmt"
	"net/http"
	"sync"
)

// servers are the HTTP servers of a Network.
type servers struct {
	mu      sync.Mutex
	all     []*http.Server
	running sync.WaitGroup
}

// Serve puts net/http's own server in front of the handler of a host, at
// "host:port", for clients that insist on a connection. Close ends it.
func (n *Network) Serve(addr, host string) error {
	h, ok := n.handler(host)
	if !ok {
		return fmt.Errorf("serve %s: no handler at %s", addr, host)
	}
	l, err := n.Listen(addr)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: h}
	n.servers.mu.Lock()
	n.servers.all = append(n.servers.all, server)
	n.servers.mu.Unlock()
	n.servers.running.Go(func() { server.Serve(l) })
	return nil
}

// Close ends every server that Serve started, with its connections, and waits
// for them.
func (n *Network) Close() {
	n.servers.mu.Lock()
	all := n.servers.all
	n.servers.all = nil
	n.servers.mu.Unlock()
	for _, s := range all {
		s.Close()
	}
	n.servers.running.Wait()
}
