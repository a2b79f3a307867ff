package history

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// Difference is the first line in which two files of histories differ.
type Difference struct {
	Line          int       // from 1
	Actor         string    // of an event; what the line is about, for a line of another kind
	At            time.Time // of an event, else zero
	First, Second string    // the line in each file; "" where the file has ended
}

// FirstDifference compares two files line by line; nil means that they hold the
// same lines. The error is that of a file that can't be read.
func FirstDifference(first, second io.Reader) (*Difference, error) {
	a, err := linesOf(first)
	if err != nil {
		return nil, fmt.Errorf("history: the first file: %w", err)
	}
	b, err := linesOf(second)
	if err != nil {
		return nil, fmt.Errorf("history: the second file: %w", err)
	}
	for line := 1; ; line++ {
		x, errX := a.ReadBytes('\n')
		y, errY := b.ReadBytes('\n')
		if !bytes.Equal(x, y) {
			d := &Difference{Line: line, First: string(bytes.TrimSuffix(x, []byte("\n"))), Second: string(bytes.TrimSuffix(y, []byte("\n")))}
			d.Actor, d.At = about(x, y)
			return d, nil
		}
		switch {
		case errX == io.EOF && errY == io.EOF:
			return nil, nil
		case errX != nil:
			return nil, fmt.Errorf("history: the first file, after line %d: %w", line-1, errX)
		case errY != nil:
			return nil, fmt.Errorf("history: the second file, after line %d: %w", line-1, errY)
		}
	}
}

func linesOf(r io.Reader) (*bufio.Reader, error) {
	plain, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	return bufio.NewReaderSize(plain, 1<<16), nil
}

// about tells whose line it is: that of the earlier event when both are events,
// since the other file lacks it or has it later.
func about(x, y []byte) (string, time.Time) {
	who, at := subject(x)
	other, then := subject(y)
	if who == "" || !then.IsZero() && then.Before(at) {
		return other, then
	}
	return who, at
}

// subject is the actor and instant of an event, or the name of another line.
func subject(line []byte) (string, time.Time) {
	var l struct {
		At     time.Time `json:"t"`
		Actor  string    `json:"a"`
		Series *string   `json:"series"`
		Column string    `json:"column"`
		Shape  *Shape    `json:"shape"`
		Header *struct{} `json:"header"`
		Totals *struct{} `json:"totals"`
	}
	if json.Unmarshal(line, &l) != nil {
		return "", time.Time{}
	}
	switch {
	case l.Series != nil:
		return "series " + *l.Series + ", column " + l.Column, time.Time{}
	case l.Shape != nil:
		return "the counts of requests by shape", time.Time{}
	case l.Header != nil:
		return "the header", time.Time{}
	case l.Totals != nil:
		return "the totals", time.Time{}
	}
	return l.Actor, l.At
}
