package network

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"
)

// Failer is a ResponseWriter that can end an exchange without an answer.
type Failer interface{ Fail(err error) }

// Fail ends the exchange so that the client sees a transport error: err itself
// in a direct call, a closed connection behind a real server. The handler must
// return at once afterwards.
func Fail(w http.ResponseWriter, err error) {
	if f, ok := w.(Failer); ok {
		f.Fail(err)
		return
	}
	panic(http.ErrAbortHandler) // net/http's way to cut a connection without logging
}

// Cutter is a ResponseWriter that can break off within the body.
type Cutter interface{ Cut() }

// Cut breaks the connection after what has been written of the body: the client
// reads that, and then io.ErrUnexpectedEOF. Content-Length must announce more.
// The handler must return at once afterwards.
func Cut(w http.ResponseWriter) {
	if c, ok := w.(Cutter); ok {
		c.Cut()
		return
	}
	http.NewResponseController(w).Flush() // or net/http drops what it still holds
	panic(http.ErrAbortHandler)
}

// Reset is the error of a connection that the other side has torn down.
func Reset(host string) error {
	return &net.OpError{Op: "read", Net: "tcp", Err: fmt.Errorf("%s: %w", host, syscall.ECONNRESET)}
}

// cutBody is a body that breaks off.
type cutBody struct{ io.Reader }

func (b cutBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func (cutBody) Close() error { return nil }
