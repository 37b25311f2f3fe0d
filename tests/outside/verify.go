// SPDX-License-Identifier: AGPL-3.0-or-later

// verify reads lines of emit.c and holds each against golang.org/x/mod.  Every
// proof is also tried with one bit turned: then it must be refused.
package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func fail(what ...interface{}) {
	fmt.Println(what...)
	os.Exit(1)
}

func bytes(s string) []byte {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		fail(err)
	}
	return b
}

func hash(s string) (h tlog.Hash) {
	if copy(h[:], bytes(s)) != len(h) {
		fail("short hash", s)
	}
	return
}

func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		fail(err)
	}
	return n
}

func hashes(s []string) (p []tlog.Hash) {
	for _, h := range s {
		p = append(p, hash(h))
	}
	return
}

// record INDEX SIZE ROOT TEXT HASH...
func record(f []string) {
	leaf := tlog.RecordHash(bytes(f[3]))
	p := tlog.RecordProof(hashes(f[4:]))
	check := func() error {
		return tlog.CheckRecord(p, number(f[1]), hash(f[2]), number(f[0]), leaf)
	}
	if err := check(); err != nil {
		fail("record", f, err)
	}
	leaf[0] ^= 1
	if check() == nil {
		fail("accepted another record", f)
	}
	leaf[0] ^= 1
	for i := range p {
		p[i][i] ^= 4
		if check() == nil {
			fail("accepted a changed proof", f)
		}
		p[i][i] ^= 4
	}
}

// tree OLD OLDROOT SIZE ROOT HASH...
func tree(f []string) {
	p := tlog.TreeProof(hashes(f[4:]))
	old := hash(f[1])
	check := func() error {
		return tlog.CheckTree(p, number(f[2]), hash(f[3]), number(f[0]), old)
	}
	if err := check(); err != nil {
		fail("tree", f, err)
	}
	old[0] ^= 1
	if check() == nil {
		fail("accepted another history", f)
	}
}

// note VKEY FILE
func signed(f []string) {
	text, err := os.ReadFile(f[1])
	if err != nil {
		fail(err)
	}
	v, err := note.NewVerifier(f[0])
	if err != nil {
		fail(err)
	}
	n, err := note.Open(text, note.VerifierList(v))
	if err != nil {
		fail(err)
	}
	if len(n.Sigs) != 1 || strings.Count(n.Text, "\n") != 3 {
		fail("another note than was signed")
	}
	text[3] ^= 1
	if _, err = note.Open(text, note.VerifierList(v)); err == nil {
		fail("accepted a changed note")
	}
}

// key VKEY FILE: Go signs with our key's file, we said the verifier key
func key(f []string) {
	line, err := os.ReadFile(f[1])
	if err != nil {
		fail(err)
	}
	s, err := note.NewSigner(strings.TrimSpace(string(line)))
	if err != nil {
		fail(err)
	}
	text, err := note.Sign(&note.Note{Text: "text\n"}, s)
	if err != nil {
		fail(err)
	}
	v, err := note.NewVerifier(f[0])
	if err != nil {
		fail(err)
	}
	if _, err = note.Open(text, note.VerifierList(v)); err != nil {
		fail(err)
	}
}

func main() {
	kinds := map[string]func([]string){"record": record, "tree": tree, "note": signed, "key": key}
	count := map[string]int{}
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		f := strings.Fields(in.Text())
		kinds[f[0]](f[1:])
		count[f[0]]++
	}
	for kind := range kinds {
		if count[kind] == 0 {
			fail("no", kind)
		}
	}
	fmt.Println(count)
}
