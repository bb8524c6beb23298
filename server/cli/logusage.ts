/** How `rostrum log` is used, in words. */
export const LOG_USAGE = `usage: npm run -s rostrum -- log VERB [FOLDER] [options]

  ls        records as a table, or with --json as lines
  show      one record whole: log show FOLDER SEQ
  follow    goes on as the house writes
  verify    every checksum, the chain, and every command decided again
  replay    the lots as they stood: --at SEQ
  export    --format jsonl (the public log) | csv | receipts | results (a line a lot) | buyers (a line a buyer)
            results and buyers: what was sold to whom, hammer, premium and total; --at SEQ: by that record
  key       the house's public key, for "rostrum verify --key"

  FOLDER    a log folder, a sale's folder or a data folder (default: ROSTRUM_DATA, else ~/.rostrum)
  --sale ID --data FOLDER (for the keys) --from SEQ --limit N
  filters   --lot --bidder --channel --outcome --reason --since TIME --until TIME

exit status: 0 done and right, 1 wrong use, 2 damaged or wrong, 3 cannot be opened
`;
